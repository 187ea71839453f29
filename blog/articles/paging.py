"""Pages of readers' lists. One far behind costs what the first one costs.

Kept counts say in which month a page begins, and an index has the articles in order: only those of this month that come
before the page are passed over.
"""

from typing import Any

from flask import abort
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func, select

from blog.articles.counting import ALL, ALL_KEY, AUTHOR, TAG, TOTAL, ArticleCount, soonest_month
from blog.articles.listing import cards, headlines
from blog.articles.models import Article, ArticleTag
from blog.tools.clock import now
from blog.tools.database import execute_core

PER_PAGE = 20
# In the archive, where an article is one line.
LINES_PER_PAGE = 50

_KEY: ColumnElement[int] = bindparam("key", type_=Integer)
_NOT_WITHDRAWN = Article.withdrawn_at.is_(None)

# Of each kind of list: the table whose index has it in order, the article's id there, and what is in the list.
_KINDS: dict[str, tuple[Any, Any, tuple[ColumnElement[bool], ...]]] = {
    ALL: (Article, Article.id, (_NOT_WITHDRAWN,)),
    AUTHOR: (Article, Article.id, (_NOT_WITHDRAWN, Article.author_id == _KEY)),
    TAG: (ArticleTag, ArticleTag.article_id, (ArticleTag.tag_id == _KEY,)),
}


def front_page(number: int) -> Pagination:
    """Page `number` of all public articles, newest first. Aborts with 404 past the end."""
    return _page(ALL, ALL_KEY, number)


def tag_page(tag_id: int, number: int) -> Pagination:
    """Page `number` of the public articles that carry this tag, newest first. Aborts with 404 past the end."""
    return _page(TAG, tag_id, number)


def author_page(author_id: int, number: int) -> Pagination:
    """Page `number` of the public articles by this person, newest first. Aborts with 404 past the end."""
    return _page(AUTHOR, author_id, number)


def months() -> list[tuple[int, int]]:
    """Every month with public articles, newest first, as 202611, with their number."""
    return _months(ALL, ALL_KEY)


def month_page(month: int, number: int) -> Pagination:
    """Page `number` of the public articles of `month`, as 202611, newest first. Aborts with 404 where none are."""
    counts = [(one, count) for one, count in months() if one == month] or abort(404)
    return _Page(number, LINES_PER_PAGE, kind=ALL, key=ALL_KEY, months=counts, read=headlines)


class _Page(Pagination):
    """A page of the list `kind` and `key` in the given months, whose articles `read` gets by their ids."""

    def _query_items(self) -> list[Any]:
        counts, offset = self._query_args["months"], self._query_offset
        for month, count in counts:
            if offset < count:
                return self._query_args["read"](self._ids(month, offset))  # type: ignore[no-any-return]
            offset -= count
        return []

    def _ids(self, month: int, offset: int) -> list[int]:
        oldest = self._query_args["months"][-1][0]
        span = {"since": oldest, "until": month, "offset": offset, "limit": self.per_page}
        values = {"key": self._query_args["key"], "now": now(), **span}
        return [number for (number,) in execute_core(_IDS[self._query_args["kind"]], values).all()]

    def _query_count(self) -> int:
        return sum(count for _, count in self._query_args["months"])


def _page(kind: str, key: int, number: int) -> Pagination:
    return _Page(number, PER_PAGE, kind=kind, key=key, months=_months(kind, key), read=cards)


def _months(kind: str, key: int) -> list[tuple[int, int]]:
    """Every month with public articles in a list, newest first, with their number."""
    moment = now()
    values = {"key": key, "now": moment, "soonest": soonest_month(moment)}
    return [(month, count) for month, count in execute_core(_MONTHS[kind], values).all() if count > 0]


def _ids_of(rows: Any, article_id: Any, conditions: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    return (
        select(article_id)
        .where(*conditions, rows.published_month.between(bindparam("since"), bindparam("until")))
        .where(rows.published_at <= bindparam("now"))
        .order_by(rows.published_month.desc(), rows.published_at.desc(), article_id.desc())
        .limit(bindparam("limit", type_=Integer))
        .offset(bindparam("offset", type_=Integer))
    )


def _months_of(kind: str, rows: Any, conditions: tuple[ColumnElement[bool], ...]) -> Select[int, int]:
    scheduled = select(func.count()).where(
        *conditions, rows.published_month == ArticleCount.month, rows.published_at > bindparam("now")
    )
    to_come = case((ArticleCount.month >= bindparam("soonest"), scheduled.scalar_subquery()), else_=0)
    return (
        select(ArticleCount.month, ArticleCount.articles - to_come)
        .where(ArticleCount.kind == kind, ArticleCount.key == _KEY, ArticleCount.month > TOTAL)
        .order_by(ArticleCount.month.desc())
    )


_IDS = {kind: _ids_of(*parts) for kind, parts in _KINDS.items()}
_MONTHS = {kind: _months_of(kind, rows, conditions) for kind, (rows, _, conditions) in _KINDS.items()}
