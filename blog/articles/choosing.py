"""What pages show beside their own subject: the News Ticker, Latest, the sections, the bands of the front page."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from blog.articles.counting import TAG, TOTAL, ArticleCount
from blog.articles.listing import HEADLINE, Card, Headline, cards, newest
from blog.articles.models import Article, ArticleTag, Tag
from blog.tools.clock import now
from blog.tools.database import execute_core

TICKER_ITEMS = 12
LATEST_ITEMS = 7
SECTIONS = 8
# The front page chooses its bands and the most discussed from so many of the newest articles.
CHOSEN_AMONG = 100
BANDS, IN_A_BAND = 2, 4


class TickerItem(NamedTuple):
    """A line in the News Ticker: `ticker_line` where there is one, else the headline."""

    id: int
    headline: str
    slug: str
    published_month: int
    published_at: datetime
    ticker_line: str


class Section(NamedTuple):
    """A tag that many articles carry."""

    name: str
    slug: str


_TICKER: Select[Any] = (
    select(*HEADLINE, Article.ticker_line)
    .where(Article.ticker, Article.ticker_until > bindparam("now"))
    .where(Article.published_at <= bindparam("now"), Article.withdrawn_at.is_(None))
    .order_by(Article.published_at.desc(), Article.id.desc())
    .limit(TICKER_ITEMS)
)
# One more than are shown: it may be the one that the page is about.
_LATEST = newest(LATEST_ITEMS + 1, *HEADLINE)
_NEWEST = newest(CHOSEN_AMONG, *HEADLINE)
_SCHEDULED = (
    select(ArticleTag.tag_id)
    .join_from(Article, ArticleTag)
    .where(Article.published_at > bindparam("now"), Article.withdrawn_at.is_(None))
)
_MOST = (
    select(ArticleCount.key, ArticleCount.articles, Tag.name, Tag.slug)
    .join(Tag, Tag.id == ArticleCount.key)
    .where(ArticleCount.kind == TAG, ArticleCount.month == TOTAL)
    .order_by(ArticleCount.articles.desc(), ArticleCount.key.desc())
    .limit(bindparam("limit"))
)
_FIRST_TAG = select(ArticleTag.tag_id).where(ArticleTag.article_id == Article.id, ArticleTag.position == 0)
_FIRST_TAGS = newest(CHOSEN_AMONG, _FIRST_TAG.scalar_subquery(), Article.id)


def ticker() -> list[TickerItem]:
    """What the News Ticker shows: up to 12 flagged public articles whose ticker time has not passed, newest first."""
    return [TickerItem._make(row) for row in execute_core(_TICKER, {"now": now()}).all()]


def latest(besides: Article | None = None) -> list[Headline]:
    """The seven newest public articles, without the one that the page is about."""
    found = [Headline._make(row) for row in execute_core(_LATEST, {"now": now()}).all()]
    return [one for one in found if besides is None or one.id != besides.id][:LATEST_ITEMS]


def newest_headlines() -> dict[int, Headline]:
    """The newest 100 public articles, by id."""
    return {row[0]: Headline._make(row) for row in execute_core(_NEWEST, {"now": now()}).all()}


def sections() -> list[Section]:
    """The eight tags that most public articles carry, most first: the site's sections."""
    scheduled = Counter(tag_id for (tag_id,) in execute_core(_SCHEDULED, {"now": now()}).all())
    # Kept numbers count scheduled articles as well: each of their tags can have put one of the eight behind it.
    most = execute_core(_MOST, {"limit": SECTIONS + len(scheduled)}).all()
    public = [(count - scheduled[tag_id], tag_id, Section(*tag)) for tag_id, count, *tag in most]
    return [section for count, _, section in sorted(public, reverse=True)[:SECTIONS] if count > 0]


def bands(besides: Iterable[Card] = ()) -> list[list[Card]]:
    """The newest four articles of each of the tags that most of the newest 100 begin with, at least four of them.

    `besides` are those that the page shows already.
    """
    shown = {card.id for card in besides}
    by_tag: defaultdict[int, list[int]] = defaultdict(list)
    for tag_id, article_id in execute_core(_FIRST_TAGS, {"now": now()}).all():
        if tag_id and article_id not in shown:
            by_tag[tag_id].append(article_id)
    most = sorted((ids for ids in by_tag.values() if len(ids) >= IN_A_BAND), key=len, reverse=True)[:BANDS]
    found = {card.id: card for card in cards([number for ids in most for number in ids[:IN_A_BAND]])}
    return [[found[number] for number in ids[:IN_A_BAND] if number in found] for ids in most]
