"""What has been kept long enough goes: where comments came from, and what was spam or trash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, select, update

from blog.comments.erasing import erase_in_steps
from blog.comments.models import NO_ORIGIN, SPAM, TRASH, Comment
from blog.comments.posting import SAME_CLICK
from blog.comments.reporting import Report
from blog.comments.spam import sounding
from blog.tools.clock import now
from blog.tools.database import db

# Comments in one transaction: on SQLite nobody else can write meanwhile.
BATCH = 200


@dataclass(frozen=True)
class Due:
    """How much has been kept long enough: origins of comments, comments in Spam and Trash, networks of reports."""

    origins: int
    discarded: int
    reporters: int = 0


def due() -> Due:
    """What `purge` would take at this moment."""
    count = select(func.count(Comment.id))
    return Due(
        db.session.scalar(count.where(_old_origin())) or 0,
        db.session.scalar(count.where(_discarded())) or 0,
        db.session.scalar(select(func.count(Report.id)).where(_old_reporter())) or 0,
    )


def purge() -> Iterator[Due]:
    """Take what is due, batch by batch: each is to be committed before the next is asked for."""
    while ids := _some(_old_origin()):
        db.session.execute(update(Comment).where(Comment.id.in_(ids)).values(**NO_ORIGIN))
        yield Due(len(ids), 0)
    while sounding.forget_old():
        yield Due(0, 0)
    before = 0
    for erased in erase_in_steps(_discarded()):
        yield Due(0, erased - before)
        before = erased
    while ids := list(db.session.scalars(select(Report.id).where(_old_reporter()).limit(BATCH))):
        db.session.execute(update(Report).where(Report.id.in_(ids)).values(network_index=None))
        yield Due(0, 0, len(ids))


def _some(which: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(select(Comment.id).where(which).order_by(Comment.id).limit(BATCH)))


def _old_origin() -> ColumnElement[bool]:
    unknown = and_(*(getattr(Comment, name).is_not_distinct_from(value) for name, value in NO_ORIGIN.items()))
    return and_(Comment.created_at <= _origins_kept_since(), Comment.user_id.is_(None), ~unknown)


def _old_reporter() -> ColumnElement[bool]:
    return and_(Report.created_at <= _origins_kept_since(), Report.network_index.is_not(None))


def _discarded() -> ColumnElement[bool]:
    days = current_app.config["SPAM_DAYS"]
    kept_since = now() - timedelta(days=days)
    return and_(Comment.status.in_((SPAM, TRASH) if days else ()), Comment.status_since <= kept_since)


def _origins_kept_since() -> datetime:
    # As long as it may come again by the same click, it must be known for what it is.
    return now() - max(timedelta(days=current_app.config["ORIGIN_DAYS"]), SAME_CLICK)
