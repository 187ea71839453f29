"""Finding the articles that somebody of the newsroom may work on, in any state. Others cannot be loaded."""

from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.articles.models import Article, FormerSlug
from blog.articles.queries import WHOLE
from blog.tools.clock import now
from blog.tools.database import db

PER_PAGE = 20
STATES = ("draft", "scheduled", "published", "withdrawn")


def for_desk(user: User, article_id: int) -> Article | None:
    """The article with this id, in any state, if `user` may work on it: the own ones, and for an admin all."""
    return db.session.scalar(_workable(user).where(Article.id == article_id).options(*WHOLE))


def leads_for_desk(user: User, picture_id: int) -> bool:
    """Whether an article that `user` may work on has this lead picture."""
    return db.session.scalar(_workable(user).where(Article.lead_picture_id == picture_id).limit(1)) is not None


def desk_page(user: User, state: str, number: int) -> Pagination:
    """Page `number` of the articles in `state` that `user` may work on, last changed first."""
    return db.paginate(
        _workable(user)
        .where(in_state(state))
        .options(joinedload(Article.author))
        .order_by(Article.updated_at.desc(), Article.id.desc()),
        page=number,
        per_page=PER_PAGE,
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
