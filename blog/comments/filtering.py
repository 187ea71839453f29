"""Which comments an admin wants to see: what a filter asks for, as a condition of a query."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true

from blog.comments.models import PENDING, Comment
from blog.comments.posting import address_index
from blog.tools.database import escape_like

# In Markdown, a dot may be written as an entity, and a line below letters behind a backslash.
_WITH_LINKS = (Comment.text, Comment.html, Comment.website)


@dataclass(frozen=True)
class Filter:
    """Which comments of a tab are meant: all, or those of which all that is given here is true."""

    status: str = PENDING
    words: str = ""
    article_id: int | None = None
    # The whole name, in any case.
    name: str = ""
    # That a link in the text or the website leads to, or to a part of it.
    domain: str = ""
    # As a comment has them: neither can be turned back into an address.
    address: bytes | None = None
    network: bytes | None = None
    since: datetime | None = None
    # When the admin was shown the tab: what came into it later is not meant.
    until: datetime | None = None


def found_by(wanted: Filter) -> ColumnElement[bool]:
    """Whether a comment is one that `wanted` means, in whatever tab it is."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.words:
        pattern = f"%{escape_like(wanted.words)}%"
        conditions.append(
            or_(
                Comment.text.ilike(pattern, escape="\\"),
                Comment.name.ilike(pattern, escape="\\"),
                Comment.address_index == address_index(wanted.words),
            )
        )
    if wanted.name:
        conditions.append(Comment.name.ilike(escape_like(wanted.name), escape="\\"))
    if wanted.domain:
        conditions.append(_leads_to(wanted.domain))
    if wanted.address is not None:
        conditions.append(Comment.address_index == wanted.address)
    if wanted.network is not None:
        conditions.append(Comment.network_index == wanted.network)
    if wanted.since is not None:
        conditions.append(Comment.created_at >= wanted.since)
    if wanted.article_id is not None:
        conditions.append(Comment.article_id == wanted.article_id)
    if wanted.until is not None:
        conditions.append(Comment.created_at <= wanted.until)
    return and_(true(), *conditions)


def names_domain(comment: Comment, domain: str) -> bool:
    """Whether a filter for `domain` finds `comment`; it does not where only readers put the parts together."""
    return any(_alone(domain).search(getattr(comment, column.key)) for column in _WITH_LINKS)


def _leads_to(domain: str) -> ColumnElement[bool]:
    written, alone = f"%{escape_like(domain)}%", _alone(domain).pattern
    return or_(
        *(and_(column.ilike(written, escape="\\"), column.regexp_match(alone)) for column in _WITH_LINKS),
    )


def _alone(domain: str) -> re.Pattern[str]:
    # Not the domain within another name: neither "notexample.com" nor "example.com.pl".
    return re.compile(rf"(?i)(^|[^\w-]){re.escape(domain)}($|[^\w.-]|[.]($|[^\w-]))")
