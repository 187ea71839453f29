"""All that is stored about one commenter, for them to have."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.articles.models import Article
from blog.comments.corresponding import queries
from blog.comments.models import Comment
from blog.comments.opening import of_address
from blog.tools import outbox
from blog.tools.crypto import unsealed
from blog.tools.database import db

# What of a comment belongs to moderators alone: it tells whoever sends spam what to do better.
FOR_MODERATORS = ("held_because", "status_since")


def export_for(address: str, place: Callable[[Article], str]) -> dict[str, Any]:
    """All that is stored about `address`: the comments, whether replies are mailed to it, what waits to be mailed."""
    return {
        "email": address,
        "comments": comments_from(address, place),
        "replies_by_email": _replies_by_email(address),
        "mails_waiting": [mail | {"put_at": _utc(mail["put_at"])} for mail in outbox.contents_for(address)],
    }


def comments_from(address: str, place: Callable[[Article], str]) -> list[dict[str, Any]]:
    """What is stored of each comment from `address`, oldest first; of what it answers, the number alone.

    Times are ISO 8601 in UTC. `place` gives the address of an article's page.
    """
    statement = select(Comment).where(of_address(address)).order_by(Comment.id)
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
        "wants_replies_by_email": comment.wants_replies,
    }


def _replies_by_email(address: str) -> dict[str, Any] | None:
    correspondent = queries.of_address(address)
    if correspondent is None:
        return None
    return {
        "asked_at": _utc(correspondent.asked_at),
        "confirmed_at": _utc(correspondent.confirmed_at),
        "stopped_at": _utc(correspondent.stopped_at),
    }


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _unsealed(sealed: bytes | None) -> str | None:
    if sealed is None:
        return None
    return unsealed(sealed) or "(cannot be read: no key fits)"
