"""Comments are deleted for good: nothing of what they were is kept."""

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import aliased

from blog.comments.models import ERASED, NO_SENDER, Comment, ModerationDecision
from blog.comments.spam.models import CommentBand
from blog.tools.clock import now
from blog.tools.database import change_rows, db

# Ids in one statement: databases limit how many values it may carry.
CHUNK = 1000

# What is left in the columns of a comment that is deleted for good and must hold its place.
NOTHING = NO_SENDER | {"text": "", "html": "", "language": "", "user_id": None, "edited_at": None, "taught": ""}


def erase(which: ColumnElement[bool]) -> int:
    """Delete all comments that meet the condition for good, and say how many.

    One with replies that stay becomes an empty place in the thread: nothing of what it was is kept.
    """
    erased = change_rows(update(Comment).where(which).values(status=ERASED, status_since=now(), **NOTHING))
    places = select(Comment.id).where(Comment.status == ERASED)
    change_rows(delete(ModerationDecision).where(ModerationDecision.comment_id.in_(places)))
    change_rows(delete(CommentBand).where(CommentBand.comment_id.in_(places)))
    empty = _empty_places()
    for start in range(0, len(empty), CHUNK):
        change_rows(delete(Comment).where(Comment.id.in_(empty[start : start + CHUNK])))
    return erased


def _empty_places() -> list[int]:
    """The ids of erased comments below which nothing is left to read, replies before what they answer."""
    reply, place = aliased(Comment), aliased(Comment)
    needed = set(
        db.session.scalars(
            select(reply.parent_id)
            .join(place, reply.parent_id == place.id)
            .where(place.status == ERASED, reply.status != ERASED)
        )
    )
    empty = []
    # A reply has a higher id than what it answers, so each is met after all that is below it.
    for comment_id, parent_id in db.session.execute(
        select(Comment.id, Comment.parent_id).where(Comment.status == ERASED).order_by(Comment.id.desc())
    ):
        if comment_id in needed:
            needed.add(parent_id)
        else:
            empty.append(comment_id)
    return empty
