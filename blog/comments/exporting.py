"""All that is stored about one commenter, for them to have."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.articles.models import Article
from blog.comments.models import Comment
from blog.comments.posting import address_index
from blog.tools.crypto import unseal
from blog.tools.database import db


def comments_from(address: str, place: Callable[[Article], str]) -> list[dict[str, Any]]:
    """What is stored of each comment from `address`, oldest first; of what it answers, the number alone.

    Times are ISO 8601 in UTC. `place` gives the address of an article's page.
    """
    statement = select(Comment).where(Comment.address_index == address_index(address)).order_by(Comment.id)
    return [_all_of(one, place) for one in db.session.scalars(statement.options(joinedload(Comment.article)))]


def _all_of(comment: Comment, place: Callable[[Article], str]) -> dict[str, Any]:
    return {
        "number": comment.id,
        "article": comment.article.headline,
        "article_address": place(comment.article),
        "in_reply_to": comment.parent_id,
        "posted_at": _utc(comment.created_at),
        "edited_at": _utc(comment.edited_at),
        "status": comment.status,
        "status_since": _utc(comment.status_since),
        "held_because": comment.reasons,
        "name": comment.name,
        "email": _unsealed(comment.address_sealed),
        "website": comment.website,
        "text": comment.text,
        "language": comment.language,
        "ip_address": _unsealed(comment.ip_sealed),
        "browser": comment.user_agent,
    }


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _unsealed(sealed: bytes | None) -> str | None:
    try:
        return unseal(sealed) if sealed is not None else None
    except InvalidToken:
        return "(cannot be read: no key fits)"
