"""Finding articles for readers. What is not public cannot be loaded here."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, Select, String, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from blog.accounts.models import User
from blog.articles.counting import AUTHOR, TOTAL, ArticleCount, soonest_month
from blog.articles.listing import Card, cards
from blog.articles.models import Article, ArticleTag, FormerSlug, Tag
from blog.tools.clock import now
from blog.tools.database import db, execute_core

# More to read is chosen among so many of the newest articles of each tag, and by no more tags than these.
RELATED = 4
RELATED_AMONG = 50
RELATED_BY = 8

# An article with all that its page shows of others.
WHOLE = (
    joinedload(Article.author),
    joinedload(Article.lead_picture),
    selectinload(Article.article_tags).joinedload(ArticleTag.tag),
)


def is_public() -> ColumnElement[bool]:
    """Whether readers see the article at this moment, as a condition of a query."""
    return and_(Article.withdrawn_at.is_(None), Article.published_at <= now())


def public_by_id(article_id: int) -> Article | None:
    """The public article with this id."""
    return db.session.scalar(select(Article).where(Article.id == article_id, is_public()).options(*WHOLE))


def withdrawn_by_id(article_id: int) -> Article | None:
    """The article with this id, if it was public and has been withdrawn."""
    return db.session.scalar(
        select(Article).where(
            Article.id == article_id, Article.withdrawn_at.is_not(None), Article.published_at <= now()
        )
    )


class BareArticle(NamedTuple):
    """Of an article what its address and its comments need, without its text and all that belongs to it."""

    id: int
    author_id: int
    slug: str | None
    published_at: datetime | None
    published_month: int | None
    withdrawn_at: datetime | None
    comments_open: bool


_SLUG: ColumnElement[str] = bindparam("slug", type_=String)
_FORMER = select(FormerSlug.article_id).where(FormerSlug.slug == _SLUG).scalar_subquery()
# Made once: every reply, and every page of an article that is made, asks for one of them.
_BARE = select(*(Article.__table__.c[name] for name in BareArticle._fields)).where(
    Article.published_at <= bindparam("at")
)
_BARE_BY_ID = _BARE.where(Article.id == bindparam("id"), Article.withdrawn_at.is_(None))
_BARE_BY_SLUG = (
    _BARE.where(or_(Article.slug == _SLUG, Article.id == _FORMER))
    # A present slug wins over a former one; publishing sees to it that there are never both.
    .order_by((Article.slug == _SLUG).desc())
    .limit(1)
)


def bare_by_id(article_id: int) -> BareArticle | None:
    """The public article with this id."""
    return _bare(_BARE_BY_ID, id=article_id)


def bare_by_slug(slug: str) -> BareArticle | None:
    """The public or withdrawn article at `slug`, or at what `slug` was before; None for a draft or a scheduled one."""
    return _bare(_BARE_BY_SLUG, slug=slug)


def _bare(statement: Executable, **values: object) -> BareArticle | None:
    row = execute_core(statement, {**values, "at": now()}).one_or_none()
    return BareArticle._make(row) if row else None


class BareTag(NamedTuple):
    """A tag as its page shows it; no session knows it."""

    id: int
    name: str
    slug: str


def tag_by_slug(slug: str) -> BareTag | None:
    """The tag at this address."""
    row = execute_core(_TAG, {"slug": slug}).one_or_none()
    return BareTag._make(row) if row else None


def public_count(author: User) -> int:
    """How many public articles `author` has."""
    moment = now()
    values = {"author": author.id, "now": moment, "soonest": soonest_month(moment)}
    return next((number for (number,) in execute_core(_PUBLIC_COUNT, values)), 0)


def related(article: Article) -> list[Card]:
    """More to read: what is among the newest public articles of most of the tags of `article`, the newest first."""
    tag_ids = [link.tag_id for link in article.article_tags[:RELATED_BY]]
    if not tag_ids:
        return []
    tags = {f"tag_{number}": tag_id for number, tag_id in enumerate(tag_ids)}
    values = tags | {"article": article.id, "now": now()}
    return cards([number for (number,) in execute_core(_related_by(len(tag_ids)), values).all()])


_TAG = select(Tag.id, Tag.name, Tag.slug).where(Tag.slug == bindparam("slug"))

# The kept number counts the scheduled ones as well.
_PUBLIC_COUNT = select(
    ArticleCount.articles
    - select(func.count())
    .where(
        Article.author_id == bindparam("author"),
        Article.published_month >= bindparam("soonest"),
        Article.published_at > bindparam("now"),
        Article.withdrawn_at.is_(None),
    )
    .scalar_subquery()
).where(ArticleCount.kind == AUTHOR, ArticleCount.key == bindparam("author"), ArticleCount.month == TOTAL)


@cache
def _related_by(tags: int) -> Select[Any]:
    """The statement for an article with so many tags."""
    among = union_all(*(select(_newest_of(f"tag_{number}").subquery()) for number in range(tags))).subquery()
    return (
        select(among.c.article_id)
        .where(among.c.article_id != bindparam("article"))
        .group_by(among.c.article_id, among.c.published_month, among.c.published_at)
        .order_by(
            func.count().desc(),
            among.c.published_month.desc(),
            among.c.published_at.desc(),
            among.c.article_id.desc(),
        )
        .limit(RELATED)
    )


def _newest_of(tag: str) -> Select[int, int | None, datetime | None]:
    month, moment = ArticleTag.published_month, ArticleTag.published_at
    return (
        select(ArticleTag.article_id, month, moment)
        .where(ArticleTag.tag_id == bindparam(tag), month > 0, moment <= bindparam("now"))
        .order_by(month.desc(), moment.desc(), ArticleTag.article_id.desc())
        .limit(RELATED_AMONG)
    )
