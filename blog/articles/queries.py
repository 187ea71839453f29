"""Finding articles. Who may not see an article cannot load it: readers have their finders, the desk has its own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from blog.accounts.models import User
from blog.articles.models import Article, ArticleTag, FormerSlug, Tag
from blog.tools.clock import now
from blog.tools.database import db, execute_core

PER_PAGE = 20
TICKER_ITEMS = 12
LATEST_ITEMS = 7
SECTION_ITEMS = 8
STATES = ("draft", "scheduled", "published", "withdrawn")

# What a card shows beside the article's own columns.
_CARD = (
    joinedload(Article.author),
    joinedload(Article.lead_picture),
    selectinload(Article.article_tags).joinedload(ArticleTag.tag),
)


# Readers


def is_public() -> ColumnElement[bool]:
    """Whether readers see the article at this moment, as a condition of a query."""
    return and_(Article.withdrawn_at.is_(None), Article.published_at <= now())


def front_page(number: int) -> Pagination:
    """Page `number` of all public articles, newest first. Aborts with 404 past the end."""
    return _page(_cards(), number)


def tag_page(tag: Tag, number: int) -> Pagination:
    """Page `number` of the public articles that carry `tag`, newest first. Aborts with 404 past the end."""
    return _page(_cards().where(Article.article_tags.any(ArticleTag.tag_id == tag.id)), number)


def author_page(author: User, number: int) -> Pagination:
    """Page `number` of the public articles by `author`, newest first. Aborts with 404 past the end."""
    return _page(_cards().where(Article.author_id == author.id), number)


def public_count(author: User) -> int:
    """How many public articles `author` has."""
    return db.session.scalar(select(func.count(Article.id)).where(is_public(), Article.author_id == author.id)) or 0


def for_reader(slug: str) -> Article | None:
    """The public or withdrawn article at `slug`, or at what `slug` was before; None for a draft or a scheduled one."""
    former = select(FormerSlug.article_id).where(FormerSlug.slug == slug).scalar_subquery()
    return db.session.scalar(
        select(Article)
        .where(or_(Article.slug == slug, Article.id == former), Article.published_at <= now())
        .options(*_CARD)
        # A present slug wins over a former one; publishing sees to it that there are never both.
        .order_by((Article.slug == slug).desc())
        .limit(1)
    )


def public_by_id(article_id: int) -> Article | None:
    """The public article with this id."""
    return db.session.scalar(select(Article).where(Article.id == article_id, is_public()).options(*_CARD))


class BareArticle(NamedTuple):
    """Of an article what a reply needs: where it is, and whether it takes comments."""

    id: int
    slug: str | None
    published_at: datetime | None
    published_month: int | None
    comments_open: bool


# Made once: every reply asks for it.
_BARE = select(*(Article.__table__.c[name] for name in BareArticle._fields)).where(
    Article.id == bindparam("id"), Article.withdrawn_at.is_(None), Article.published_at <= bindparam("at")
)


def bare_by_id(article_id: int) -> BareArticle | None:
    """The public article with this id, without its text and all that belongs to it."""
    row = execute_core(_BARE, {"id": article_id, "at": now()}).one_or_none()
    return BareArticle._make(row) if row else None


def ticker() -> list[Article]:
    """What the News Ticker shows: up to 12 flagged public articles whose ticker time has not passed, newest first."""
    return list(
        db.session.scalars(
            select(Article)
            .where(is_public(), Article.ticker, Article.ticker_until > now())
            .order_by(Article.published_at.desc(), Article.id.desc())
            .limit(TICKER_ITEMS)
        )
    )


def latest(besides: Article | None = None, limit: int = LATEST_ITEMS) -> list[Article]:
    """The newest public articles, without the one that the page is about."""
    statement = select(Article).where(is_public()).order_by(Article.published_at.desc(), Article.id.desc())
    if besides is not None:
        statement = statement.where(Article.id != besides.id)
    return list(db.session.scalars(statement.limit(limit)))


def related(article: Article, limit: int = 4) -> list[Article]:
    """More to read: the newest public articles that share a tag with `article`, those sharing most first."""
    tag_ids = [link.tag_id for link in article.article_tags]
    if not tag_ids:
        return []
    shared = (
        select(ArticleTag.article_id, func.count().label("shared"))
        .where(ArticleTag.tag_id.in_(tag_ids), ArticleTag.article_id != article.id)
        .group_by(ArticleTag.article_id)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(Article)
            .join(shared, shared.c.article_id == Article.id)
            .where(is_public())
            .options(*_CARD)
            .order_by(shared.c.shared.desc(), Article.published_at.desc(), Article.id.desc())
            .limit(limit)
        )
    )


def sections() -> list[Tag]:
    """The tags that most public articles carry, most first: the site's sections."""
    return list(
        db.session.scalars(
            select(Tag)
            .join(ArticleTag)
            .join(Article, Article.id == ArticleTag.article_id)
            .where(is_public())
            .group_by(Tag.id)
            .order_by(func.count().desc(), Tag.slug)
            .limit(SECTION_ITEMS)
        )
    )


def bands(
    besides: Iterable[Article] = (), days: int = 14, at_least: int = 4, limit: int = 2
) -> list[tuple[Tag, list[Article]]]:
    """The tags with the most news: at least `at_least` public articles in `days`, each tag with its newest four.

    `besides` are those that the page shows already.
    """
    fresh = and_(
        Article.published_at > now() - timedelta(days=days), Article.id.not_in([article.id for article in besides])
    )
    counts = db.session.execute(
        select(ArticleTag.tag_id)
        .join(Article, Article.id == ArticleTag.article_id)
        .where(is_public(), fresh, ArticleTag.position == 0)
        .group_by(ArticleTag.tag_id)
        .having(func.count() >= at_least)
        .order_by(func.count().desc(), ArticleTag.tag_id)
        .limit(limit)
    )
    tag_ids = list(counts.scalars())
    if not tag_ids:
        return []
    news = db.session.scalars(
        _cards().where(
            fresh,
            Article.article_tags.any(and_(ArticleTag.tag_id.in_(tag_ids), ArticleTag.position == 0)),
        )
    ).all()
    by_tag = {tag_id: [article for article in news if article.article_tags[0].tag_id == tag_id] for tag_id in tag_ids}
    return [(articles[0].tags[0], articles[:4]) for articles in by_tag.values()]


def tag_by_slug(slug: str) -> Tag | None:
    """The tag at this address."""
    return db.session.scalar(select(Tag).where(Tag.slug == slug))


def months() -> list[tuple[int, int]]:
    """Every month with public articles, newest first, as 202611, with their number."""
    rows = db.session.execute(
        select(Article.published_month, func.count())
        .where(is_public())
        .group_by(Article.published_month)
        .order_by(Article.published_month.desc())
    )
    return [(month, count) for month, count in rows if month is not None]


def published_in(month: int) -> list[Article]:
    """The public articles of `month`, as 202611, newest first."""
    return list(
        db.session.scalars(
            select(Article)
            .where(is_public(), Article.published_month == month)
            .order_by(Article.published_at.desc(), Article.id.desc())
        )
    )


# The desk


def for_desk(user: User, article_id: int) -> Article | None:
    """The article with this id, in any state, if `user` may work on it: the own ones, and for an admin all."""
    return db.session.scalar(_workable(user).where(Article.id == article_id).options(*_CARD))


def leads_for_desk(user: User, picture_id: int) -> bool:
    """Whether an article that `user` may work on has this lead picture."""
    return db.session.scalar(_workable(user).where(Article.lead_picture_id == picture_id).limit(1)) is not None


def desk_page(user: User, state: str, number: int) -> Pagination:
    """Page `number` of the articles in `state` that `user` may work on, last changed first."""
    return _page(
        _workable(user)
        .where(in_state(state))
        .options(joinedload(Article.author))
        .order_by(Article.updated_at.desc(), Article.id.desc()),
        number,
    )


def state_counts(user: User) -> dict[str, int]:
    """How many articles that `user` may work on are in each state."""
    columns = [func.count().filter(in_state(state)) for state in STATES]
    statement = select(*columns).select_from(Article)
    if not user.is_admin:
        statement = statement.where(Article.author_id == user.id)
    return dict(zip(STATES, db.session.execute(statement).one(), strict=True))


def in_state(state: str, moment: datetime | None = None) -> ColumnElement[bool]:
    """Whether an article is in `state`, one of STATES, as a condition of a query."""
    moment = moment or now()
    kept = Article.withdrawn_at.is_(None)
    return {
        "draft": and_(kept, Article.published_at.is_(None)),
        "scheduled": and_(kept, Article.published_at > moment),
        "published": and_(kept, Article.published_at <= moment),
        "withdrawn": Article.withdrawn_at.is_not(None),
    }[state]


def slug_is_taken(slug: str, besides: Article) -> bool:
    """Whether another article has, or once had, this slug."""
    return db.session.scalar(_with_slug(slug, besides).with_only_columns(Article.id)) is not None


def slug_holder(slug: str, besides: Article) -> Article | None:
    """The other article that has, or once had, this slug."""
    return db.session.scalar(_with_slug(slug, besides))


def _with_slug(slug: str, besides: Article) -> Select[Article]:
    former = select(FormerSlug.article_id).where(FormerSlug.slug == slug)
    return select(Article).where(Article.id != besides.id, or_(Article.slug == slug, Article.id.in_(former))).limit(1)


def _workable(user: User) -> Select[Article]:
    statement = select(Article)
    return statement if user.is_admin else statement.where(Article.author_id == user.id)


def _cards() -> Select[Article]:
    return select(Article).where(is_public()).options(*_CARD).order_by(Article.published_at.desc(), Article.id.desc())


def _page(statement: Select[Article], number: int) -> Pagination:
    return db.paginate(statement, page=number, per_page=PER_PAGE)
