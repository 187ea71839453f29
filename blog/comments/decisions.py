"""Finding decisions: who made them and when, what they were about, and who took them back."""

from collections.abc import Iterable
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.comments.models import Comment, ModerationBatch, ModerationDecision
from blog.tools.database import db

PER_PAGE = 50


def batch(batch_id: int) -> ModerationBatch | None:
    """The decision with this id, whoever made it."""
    return db.session.scalar(
        select(ModerationBatch).where(ModerationBatch.id == batch_id).options(joinedload(ModerationBatch.undone_by))
    )


def newest_batch() -> int:
    """The id of the last decision; 0 where there is none."""
    return db.session.scalar(select(func.max(ModerationBatch.id))) or 0


def first_in(batch: ModerationBatch) -> tuple[int, str]:
    """The id and the name of the comment that `batch` is about, or of some of several; 0 and "" where none is left."""
    comment_id, name = db.session.execute(
        select(func.min(Comment.id), func.min(Comment.name))
        .join(ModerationDecision)
        .where(ModerationDecision.batch_id == batch.id)
    ).one()
    return comment_id or 0, name or ""


def page(admin_id: int | None, number: int) -> Pagination:
    """Page `number` of all decisions, or of those of one admin, the newest first, who made and undid them loaded."""
    statement = select(ModerationBatch).order_by(ModerationBatch.id.desc())
    if admin_id is not None:
        statement = statement.where(ModerationBatch.admin_id == admin_id)
    statement = statement.options(joinedload(ModerationBatch.admin), joinedload(ModerationBatch.undone_by))
    return db.paginate(statement, page=number, per_page=PER_PAGE, error_out=False)


def single_names(batches: Iterable[ModerationBatch]) -> dict[int, str]:
    """The name on the comment of each of `batches` that is about one alone, by the batch's id."""
    ids = [batch.id for batch in batches if batch.number == 1]
    rows = db.session.execute(
        select(ModerationDecision.batch_id, Comment.name).join(Comment).where(ModerationDecision.batch_id.in_(ids))
    )
    return dict(rows.all())


def who_decided() -> dict[int, str]:
    """The names of all who have made decisions, by their ids."""
    deciding = select(ModerationBatch.admin_id)
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(deciding)).order_by(User.name)).all())


def history(comment: Comment) -> list[tuple[ModerationBatch, datetime | None]]:
    """Every decision about `comment`, the first one first, and when it was undone for it."""
    rows = db.session.execute(
        select(ModerationBatch, ModerationDecision.undone_at)
        .join(ModerationDecision)
        .where(ModerationDecision.comment_id == comment.id)
        .options(joinedload(ModerationBatch.admin), joinedload(ModerationBatch.undone_by))
        .order_by(ModerationBatch.id)
    )
    return [(batch, undone_at) for batch, undone_at in rows]


def decided_by(ids: Iterable[int]) -> dict[int, ModerationBatch]:
    """The last decision about each of these comments that stands, its admin loaded, by the comment's id."""
    rows = db.session.execute(
        select(ModerationDecision.comment_id, ModerationBatch)
        .join(ModerationBatch)
        .where(ModerationDecision.comment_id.in_(list(ids)), ModerationDecision.undone_at.is_(None))
        .options(joinedload(ModerationBatch.admin))
        .order_by(ModerationBatch.id)
    )
    return dict(rows.all())


def decided_later(comment_ids: Select[int], after: int) -> list[tuple[ModerationBatch, int]]:
    """The decisions after the one with the id `after` that stand, and about how many of these comments each is."""
    numbers = (
        select(ModerationDecision.batch_id, func.count().label("number"))
        .where(
            ModerationDecision.batch_id > after,
            ModerationDecision.undone_at.is_(None),
            ModerationDecision.comment_id.in_(comment_ids),
        )
        .group_by(ModerationDecision.batch_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ModerationBatch, numbers.c.number)
        .join(numbers, numbers.c.batch_id == ModerationBatch.id)
        .options(joinedload(ModerationBatch.admin))
        .order_by(ModerationBatch.id)
    )
    return [(batch, number) for batch, number in rows]


def left_by_undo(batch: ModerationBatch) -> Select[int]:
    """The ids of the comments that undoing `batch` did not touch: somebody had decided about them since."""
    return select(ModerationDecision.comment_id).where(
        ModerationDecision.batch_id == batch.id, ModerationDecision.undone_at.is_(None)
    )
