"""An admin decides about comments, takes the decision back, corrects a comment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, insert, literal, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute

from blog.accounts.models import User
from blog.comments import queries, reporting
from blog.comments.models import ERASED, Comment, ModerationBatch, ModerationDecision
from blog.comments.rendering import rendered, set_text
from blog.comments.spam import learning
from blog.tools.clock import now
from blog.tools.database import change_rows, db
from blog.tools.steps import last

# Comments in one transaction: nobody who writes waits for more than these (on SQLite, that is everybody).
STEP = 500
# For so long a decision can be taken back. What was called spam and kept for longer may be gone.
UNDO_DAYS = 30


class Changed(Exception):
    """The comment is not what the admin has read any more."""


class TooLate(Exception):
    """The decision was made more than UNDO_DAYS ago."""


@dataclass(frozen=True)
class Undone:
    """How many comments an undo brought back, and how many it left because they have been decided about since."""

    restored: int
    left: int


def decide(which: ColumnElement[bool], status: str, admin: User) -> ModerationBatch | None:
    """The batch in which all comments that meet the condition became `status`; None where none meets it."""
    return last(decide_in_steps(which, status, admin))


def decide_in_steps(which: ColumnElement[bool], status: str, admin: User) -> Iterator[ModerationBatch]:
    """Decide as `decide` does, some comments at a time: commit each step before the next is asked for."""
    batch = None
    # Looked for before anything is locked: a search through all texts takes its time.
    for ids in _steps(Comment.id, which):
        started = batch or _start(status, admin)
        if decided := _decide(started, which, ids):
            # The first step is lesson enough: of ten thousand comments at once most are alike.
            _follow(decided, teaching=batch is None)
            batch = started
            yield batch
        elif batch is None:
            # Another admin was quicker with all of these.
            db.session.delete(started)
            db.session.flush()


def may_undo(batch: ModerationBatch) -> bool:
    """Whether `batch` stands and is young enough to be taken back."""
    return batch.undone_at is None and not _is_old(batch)


def undo(batch: ModerationBatch, admin: User, *, anyway: bool = False) -> Undone:
    """Bring back the states from before `batch`, except of comments that somebody has decided about since.

    `anyway` brings those back as well: the later decisions about them count as undone. Raises TooLate.
    """
    return last(undo_in_steps(batch, admin, anyway=anyway)) or Undone(0, 0)


def undo_in_steps(batch: ModerationBatch, admin: User, *, anyway: bool = False) -> Iterator[Undone]:
    """Undo as `undo` does, some comments at a time: commit each step before the next is asked for.

    Each says what has been done so far. What was stopped halfway can be undone again, for the rest.
    """
    if _is_old(batch):
        raise TooLate
    if batch.undone_at is not None and not anyway:
        return
    restored = seen = 0
    of_batch = and_(ModerationDecision.batch_id == batch.id, ModerationDecision.undone_at.is_(None))
    for ids in _steps(ModerationDecision.comment_id, of_batch):
        seen += len(ids)
        if brought_back := _restore(batch, ids, anyway):
            # The first step is lesson enough, as above.
            _follow(brought_back, teaching=not restored)
            restored += len(brought_back)
        yield Undone(restored, seen - restored)
    # What brought nothing back, and left something, has undone nothing: it can be tried again.
    if restored or not (seen or batch.undone_at):
        batch.undone_at = now()
        batch.undone_by_id = admin.id
    db.session.flush()
    yield Undone(restored, seen - restored)


def correct(comment: Comment, name: str, website: str, text: str, as_read: ColumnElement[bool] | None = None) -> None:
    """Give `comment` the name, website and text that an admin wants it to have. Raises Changed.

    `as_read` is whether it is what they have read, as a condition of a query.
    """
    meant = and_(Comment.id == comment.id, Comment.status != ERASED, true() if as_read is None else as_read)
    new = rendered(text)
    # Locked first: what it was taught as can change until then.
    if not change_rows(update(Comment).where(meant).values(edited_at=now())):
        raise Changed
    with learning.taken_back([comment]):
        comment.name = name
        comment.website = website
        set_text(comment, new)
    learning.follow([comment.id])


def _steps(column: InstrumentedAttribute[int], which: ColumnElement[bool]) -> Iterator[Sequence[int]]:
    highest = 0
    while ids := db.session.scalars(select(column).where(which, column > highest).order_by(column).limit(STEP)).all():
        yield ids
        highest = ids[-1]


def _start(status: str, admin: User) -> ModerationBatch:
    batch = ModerationBatch(admin_id=admin.id, new_status=status)
    db.session.add(batch)
    db.session.flush()
    return batch


def _decide(batch: ModerationBatch, which: ColumnElement[bool], ids: Sequence[int]) -> Sequence[int]:
    """Those of `ids`, the lowest first, that meet the condition still; they are decided about now."""
    queries.lock(ids)
    met = select(literal(batch.id), Comment.id, Comment.status).where(which, Comment.id.in_(ids))
    db.session.execute(insert(ModerationDecision).from_select(["batch_id", "comment_id", "former_status"], met))
    this_step = and_(ModerationDecision.batch_id == batch.id, ModerationDecision.comment_id >= ids[0])
    decided = db.session.scalars(select(ModerationDecision.comment_id).where(this_step)).all()
    change_rows(update(Comment).where(Comment.id.in_(decided)).values(status=batch.new_status, status_since=now()))
    batch.number += len(decided)
    db.session.flush()
    return decided


def _restore(batch: ModerationBatch, ids: Sequence[int], anyway: bool) -> Sequence[int]:
    """Those of `ids` that are still what the batch made of them, or all; they are what they were before now."""
    # A write before anything is looked at: another undo waits for it, and on SQLite everybody does.
    change_rows(update(ModerationBatch).where(ModerationBatch.id == batch.id).values(number=ModerationBatch.number))
    queries.lock(ids)
    decided_since = queries.STANDING.where(ModerationDecision.batch_id > batch.id).exists()
    standing = and_(Comment.status == batch.new_status, ~decided_since)
    meant = or_(standing, and_(literal(anyway), Comment.status != ERASED))
    restored = db.session.scalars(select(Comment.id).where(Comment.id.in_(ids), meant)).all()
    decision = and_(ModerationDecision.batch_id == batch.id, ModerationDecision.comment_id == Comment.id)
    former = select(ModerationDecision.former_status).where(decision).scalar_subquery()
    change_rows(update(Comment).where(Comment.id.in_(restored)).values(status=former, status_since=now()))
    # The batch itself, and what has been decided since where that is overruled.
    overruled = and_(
        ModerationDecision.batch_id >= batch.id,
        ModerationDecision.comment_id.in_(restored),
        ModerationDecision.undone_at.is_(None),
    )
    change_rows(update(ModerationDecision).where(overruled).values(undone_at=now()))
    return restored


def _follow(ids: Sequence[int], *, teaching: bool) -> None:
    """Bring in step what rests on decisions about these comments; without `teaching` the classifier only unlearns."""
    learning.follow(ids, learning.LESSONS if teaching else 0)
    reporting.settle(ids)


def _is_old(batch: ModerationBatch) -> bool:
    return now() - batch.created_at > timedelta(days=UNDO_DAYS)
