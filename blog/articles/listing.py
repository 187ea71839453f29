"""What lists show of an article, read without its text. The statements are made once: each page needs several."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select

from blog.accounts.models import User
from blog.articles.models import Article, ArticleTag, Tag
from blog.media.addresses import PictureFiles
from blog.media.models import Picture
from blog.tools.database import execute_core


class Headline(NamedTuple):
    """A line in a list."""

    id: int
    headline: str
    slug: str
    published_month: int
    published_at: datetime


class Card(NamedTuple):
    """What stands on a card. Its tag is the first one in the text; None where there is none."""

    id: int
    headline: str
    slug: str
    published_month: int
    published_at: datetime
    standfirst: str
    author_name: str
    tag_name: str | None
    tag_slug: str | None
    lead_picture: PictureFiles | None


HEADLINE: tuple[Any, ...] = (Article.id, Article.headline, Article.slug, Article.published_month, Article.published_at)

_HEADLINES = select(*HEADLINE).where(Article.id.in_(bindparam("ids", expanding=True)))

_CARDS: Select[Any] = (
    select(*HEADLINE, Article.standfirst, User.name, Tag.name, Tag.slug, Picture.name, Picture.width, Picture.height)
    .join(User, User.id == Article.author_id)
    .outerjoin(ArticleTag, and_(ArticleTag.article_id == Article.id, ArticleTag.position == 0))
    .outerjoin(Tag, Tag.id == ArticleTag.tag_id)
    .outerjoin(Picture, Picture.id == Article.lead_picture_id)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
)


def newest(limit: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    """`columns` of the newest public articles, to be executed with the moment `now`."""
    return (
        select(*columns)
        .where(Article.published_month > 0, Article.published_at <= bindparam("now"), Article.withdrawn_at.is_(None))
        .order_by(Article.published_month.desc(), Article.published_at.desc(), Article.id.desc())
        .limit(limit)
    )


def headlines(ids: list[int]) -> list[Headline]:
    """The articles with these ids, in the same order."""
    found = {row[0]: Headline._make(row) for row in execute_core(_HEADLINES, {"ids": ids}).all()}
    return [found[number] for number in ids if number in found]


def cards(ids: list[int]) -> list[Card]:
    """The articles with these ids, in the same order."""
    found = {row[0]: _card(*row) for row in execute_core(_CARDS, {"ids": ids}).all()}
    return [found[number] for number in ids if number in found]


def _card(*row: Any) -> Card:
    *columns, name, width, height = row
    return Card._make([*columns, PictureFiles(name, width, height) if name else None])
