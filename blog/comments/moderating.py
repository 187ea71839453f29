"""An admin decides about comments, takes the decision back, corrects a comment, deletes for good."""

from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Select,
    Update,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import aliased

from blog.accounts.models import User
from blog.comments.models import ERASED, NO_SENDER, Comment, ModerationBatch, ModerationDecision
from blog.comments.posting import set_text
from blog.tools.clock import now
from blog.tools.database import db

# Ids in one statement: databases limit how many values it may carry.
CHUNK = 1000

# What is left in the columns of a comment that is deleted for good and must hold its place.
NOTHING = NO_SENDER | {"text": "", "html": "", "language": "", "user_id": None, "edited_at": None}


@dataclass(frozen=True)
class Undone:
    """How many comments an undo brought back, and how many it left because they have been changed since."""

    restored: int
    left: int


def decide(which: ColumnElement[bool], verdict: str, admin: User) -> ModerationBatch | None:
    """The batch in which all comments that meet the condition became `verdict`; None where none meets it."""
    batch = ModerationBatch(admin_id=admin.id, verdict=verdict)
    db.session.add(batch)
    db.session.flush()
    # Locked in the order of their ids, so that of two admins one waits for the other and never each for each.
    met = select(literal(batch.id), Comment.id, Comment.status).where(which).order_by(Comment.id).with_for_update()
    db.session.execute(insert(ModerationDecision).from_select(["batch_id", "comment_id", "former_status"], met))
    if _run(update(Comment).where(Comment.id.in_(_decided(batch))).values(status=verdict, status_since=now())):
        return batch
    db.session.delete(batch)
    db.session.flush()
    return None


def undo(batch: ModerationBatch) -> Undone:
    """Bring back the states from before `batch`, except of comments that somebody has decided about since."""
    first = _run(
        update(ModerationBatch)
        .where(ModerationBatch.id == batch.id, ModerationBatch.undone_at.is_(None))
        .values(undone_at=now())
    )
    if not first:
        return Undone(0, 0)
    former = select(ModerationDecision.former_status).where(
        ModerationDecision.batch_id == batch.id, ModerationDecision.comment_id == Comment.id
    )
    restored = _run(
        update(Comment)
        .where(Comment.id.in_(_decided(batch)), Comment.status == batch.verdict, ~_decided_since(batch))
        .values(status=former.scalar_subquery(), status_since=now())
    )
    decided = db.session.scalar(select(func.count()).select_from(_decided(batch).subquery())) or 0
    return Undone(restored, decided - restored)


def correct(comment: Comment, name: str, website: str, text: str) -> None:
    """Give `comment` the name, website and text that an admin wants it to have."""
    comment.name = name
    comment.website = website
    set_text(comment, text)
    comment.edited_at = now()
    db.session.flush()


def erase(which: ColumnElement[bool]) -> int:
    """Delete all comments that meet the condition for good, and say how many.

    One with replies that stay becomes an empty place in the thread: nothing of what it was is kept.
    """
    erased = _run(update(Comment).where(which).values(status=ERASED, status_since=now(), **NOTHING))
    places = select(Comment.id).where(Comment.status == ERASED)
    _run(delete(ModerationDecision).where(ModerationDecision.comment_id.in_(places)))
    empty = _empty_places()
    for start in range(0, len(empty), CHUNK):
        _run(delete(Comment).where(Comment.id.in_(empty[start : start + CHUNK])))
    return erased


def _decided(batch: ModerationBatch) -> Select[int]:
    return select(ModerationDecision.comment_id).where(ModerationDecision.batch_id == batch.id)


def _decided_since(batch: ModerationBatch) -> ColumnElement[bool]:
    return (
        select(ModerationDecision.comment_id)
        .join(ModerationBatch)
        .where(
            ModerationDecision.comment_id == Comment.id,
            ModerationBatch.id > batch.id,
            ModerationBatch.undone_at.is_(None),
        )
        .exists()
    )


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


def _run(statement: Update | Delete) -> int:
    """Execute `statement` and say how many rows it changed. What the session has loaded is read anew afterwards."""
    db.session.flush()
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return result.rowcount if isinstance(result, CursorResult) else 0
