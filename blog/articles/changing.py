"""When what readers see of articles changes by itself."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from blog.articles.models import Article
from blog.tools.clock import now
from blog.tools.database import execute_core

_NEXT_PUBLICATION = select(func.min(Article.published_at)).where(
    Article.withdrawn_at.is_(None), Article.published_at > bindparam("moment")
)
_NEXT_END_IN_TICKER = select(func.min(Article.ticker_until)).where(
    Article.ticker, Article.ticker_until > bindparam("moment")
)
_NEXT_CHANGES = select(_NEXT_PUBLICATION.scalar_subquery(), _NEXT_END_IN_TICKER.scalar_subquery())


def next_changes() -> list[datetime]:
    """When the next scheduled article comes, and when the next item leaves the ticker; without what is not to come."""
    row = execute_core(_NEXT_CHANGES, {"moment": now()}).one()
    return [moment for moment in row if moment is not None]
