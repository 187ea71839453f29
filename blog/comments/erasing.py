"""Comments are deleted for good: nothing of what they were is kept."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import aliased

from blog.comments.models import ERASED, NO_SENDER, Comment, ModerationDecision
from blog.comments.reporting import Report
from blog.comments.spam.models import CommentBand
from blog.tools.clock import now
from blog.tools.database import change_rows, db
from blog.tools.steps import last

# Comments in one transaction: nobody who writes waits for more than these (on SQLite, that is everybody).
STEP = 250

# What is left in the columns of a comment that is deleted for good and must hold its place.
NOTHING = NO_SENDER | {"text": "", "html": "", "language": "", "user_id": None, "edited_at": None, "taught": ""}


def erase(which: ColumnElement[bool]) -> int:
    """Delete all comments that meet the condition for good, and say how many.

    One with replies that stay becomes an empty place in the thread: nothing of what it was is kept.
    """
    return last(erase_in_steps(which)) or 0


def erase_in_steps(which: ColumnElement[bool]) -> Iterator[int]:
    """Erase as `erase` does, some comments at a time: commit each step before the next is asked for.

    Each says how many so far. What comes to meet the condition meanwhile is not meant.
    """
    erased = 0
    for ids in _some(db.session.scalars(select(Comment.id).where(which).order_by(Comment.id)).all()):
        erased += _empty(ids, which)
        yield erased
    for ids in _some(_empty_places()):
        change_rows(delete(Comment).where(Comment.id.in_(ids)))
        yield erased


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + STEP] for start in range(0, len(ids), STEP))


def _empty(ids: Sequence[int], which: ColumnElement[bool]) -> int:
    """Take all that they were from those of `ids` that meet the condition still, and say how many."""
    met = update(Comment).where(Comment.id.in_(ids), which)
    erased = change_rows(met.values(status=ERASED, status_since=now(), **NOTHING))
    places = select(Comment.id).where(Comment.id.in_(ids), Comment.status == ERASED)
    change_rows(delete(ModerationDecision).where(ModerationDecision.comment_id.in_(places)))
    change_rows(delete(CommentBand).where(CommentBand.comment_id.in_(places)))
    change_rows(delete(Report).where(Report.comment_id.in_(places)))
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
