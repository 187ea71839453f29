"""While a comment waits, its writer finds it by a link of their own, and may change or delete it at first."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select, update

from blog.comments import pacing, queries
from blog.comments.models import PENDING, SPAM, Comment, ModerationDecision
from blog.comments.rendering import rendered, set_text
from blog.comments.spam import learning, sounding
from blog.tools.clock import now
from blog.tools.database import change_rows, db
from blog.tools.tokens import is_signed, signed

OWN_VIEW = timedelta(hours=24)
OWN_CHANGE = timedelta(minutes=10)
# What is called spam looks to its writer as if it waited.
WAITING = (PENDING, SPAM)


class Decided(Exception):
    """Somebody has decided about the comment, be it in this very moment."""


def own_key(comment: Comment) -> str:
    """What the commenter's own link carries: 24 characters that nobody else can make."""
    return signed("own comment", bound=_identity(comment))


def own_comment(comment_id: int, key: str) -> Comment | None:
    """The waiting comment that `key` was made for, during 24 hours; None for any other."""
    comment = queries.with_article(comment_id)
    if comment is None or comment.status not in WAITING or now() - comment.created_at > OWN_VIEW:
        return None
    return comment if is_signed(key, "own comment", bound=_identity(comment)) else None


def may_change(comment: Comment) -> bool:
    """Whether its writer may still edit or delete the waiting `comment`: for 10 minutes, until somebody decides.

    What the newsroom has decided once stays as it was read, though it waits again: it may be taken back.
    """
    untouched = select(Comment.id).where(Comment.id == comment.id, _is_untouched())
    return now() - comment.created_at <= OWN_CHANGE and db.session.scalar(untouched) is not None


def change_own(comment: Comment, text: str) -> None:
    """Replace the text of a waiting comment by its writer's new one. Raises Decided."""
    new = rendered(text)
    _take(comment)
    with learning.taken_back([comment]):
        set_text(comment, new)
        pacing.forget_reply(comment.fingerprint)
        # It says something else now: the former words may be posted after all.
        comment.fingerprint = None
    learning.follow([comment.id])
    sounding.remember_anew(comment)


def remove_own(comment: Comment) -> None:
    """Delete a waiting comment for good, as its writer wants. Nobody can have replied to it. Raises Decided."""
    _take(comment)
    pacing.forget_reply(comment.fingerprint)
    db.session.delete(comment)
    db.session.flush()


def _identity(comment: Comment) -> str:
    # With the time: SQLite gives the number of the last comment again once that is deleted.
    return f"{comment.id} {comment.created_at.isoformat()}"


def _take(comment: Comment) -> None:
    """Lock `comment` as one that waits, and note that it changes: who decides now waits, and sees it changed."""
    queries.lock([comment.id])
    waits = and_(Comment.id == comment.id, _is_untouched())
    if not change_rows(update(Comment).where(waits).values(edited_at=now())):
        raise Decided


def _is_untouched() -> ColumnElement[bool]:
    decided = select(ModerationDecision.comment_id).where(ModerationDecision.comment_id == Comment.id)
    return and_(Comment.status.in_(WAITING), ~decided.exists())
