"""A reader reports a published comment; an admin's decision about the comment settles its reports."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    ScalarSelect,
    Select,
    String,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from blog.comments.models import Comment, ModerationBatch, ModerationDecision
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest
from blog.tools.database import Base, UTCDateTime, change_rows, db
from blog.tools.networks import network
from blog.tools.throttle import Limit, take

# What is wrong with a comment: as it is stored, and as readers choose it.
REASONS = {
    "spam": "Spam",
    "abuse": "Abuse or threats",
    "personal": "Personal information",
    "off-topic": "Off topic",
    "other": "Something else",
}
WORDS_LENGTH = 500

# From so many reports on, a comment stands at the top of the tab. It is hidden by nobody but an admin.
MANY = 3
# The words of so many readers are shown with a comment; all are counted.
WORDS_SHOWN = 10

HOURLY = Limit("reports", 20, 3600)


class Report(Base):
    """What a reader says is wrong with a comment. Who the reader is, nobody knows."""

    __tablename__ = "reports"
    __table_args__ = (
        # One network reports one comment once, as long as it is kept.
        UniqueConstraint("comment_id", "network_index"),
        Index("ix_reports_open", "settled_at", "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey(Comment.id, ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)
    # Made of the network and the comment, so that it does not tell what else the same network has reported.
    network_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # When an admin decided about the comment after this report. Empty while nobody has, or the decision is undone.
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TooMany(Exception):
    """The network must wait for `seconds` before its next report."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class Complaint:
    """The open reports of one comment: how many for each reason, most first, and the words of the first readers."""

    reasons: dict[str, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Reported by 2 readers: off topic"""
        readers = sum(self.reasons.values())
        reasons = ", ".join(REASONS[reason].lower() for reason in self.reasons)
        return f"Reported by {readers:,} reader{'' if readers == 1 else 's'}: {reasons}"


def report(comment: Comment, reason: str, words: str, ip: str) -> None:
    """Store that a reader at `ip` objects to `comment`, unless their network is known to have. Raises TooMany."""
    index = keyed_digest("report", comment.id, network(ip))
    if _is_there(comment.id, index):
        return
    if seconds := take(*HOURLY.of_network(ip)):
        raise TooMany(seconds)
    try:
        with db.session.begin_nested():
            db.session.add(Report(comment_id=comment.id, reason=reason, words=words, network_index=index))
    except IntegrityError:
        # The same click twice at the same moment. What is not that, as a comment that is gone, is no news either.
        return


def settle(ids: Iterable[int]) -> None:
    """Let the reports of these comments be settled by the first standing decision after each, or else be open."""
    decided = (
        select(func.min(ModerationBatch.created_at))
        .join(ModerationDecision)
        .where(
            ModerationDecision.comment_id == Report.comment_id,
            ModerationDecision.undone_at.is_(None),
            ModerationBatch.created_at >= Report.created_at,
        )
        .correlate(Report)
        .scalar_subquery()
    )
    change_rows(update(Report).where(Report.comment_id.in_(list(ids))).values(settled_at=decided))


def is_reported(until: datetime | None = None) -> ColumnElement[bool]:
    """Whether a comment has open reports, one of them from before `until`, as a condition of a query."""
    standing = select(Report.comment_id).where(Report.settled_at.is_(None))
    return Comment.id.in_(standing if until is None else standing.where(Report.created_at <= until))


def ever_reported() -> Select[tuple[int]]:
    """The ids of all comments with reports, settled or not."""
    return select(Report.comment_id)


def urgency() -> Sequence[ColumnElement[Any]]:
    """What to order reported comments by: those that many readers report first, else the oldest report first."""
    return _of_comment(func.count() >= MANY).desc(), _of_comment(func.min(Report.created_at)).asc()


def complaints(ids: Iterable[int]) -> dict[int, Complaint]:
    """What readers object to in each of these comments, by id; those without open reports are left out."""
    found: dict[int, Complaint] = defaultdict(Complaint)
    standing = Report.comment_id.in_(list(ids)) & Report.settled_at.is_(None)
    number = func.count()
    for comment_id, reason, count in db.session.execute(
        select(Report.comment_id, Report.reason, number)
        .where(standing)
        .group_by(Report.comment_id, Report.reason)
        .order_by(number.desc(), func.min(Report.id))
    ):
        found[comment_id].reasons[reason] = count
    place = func.row_number().over(partition_by=Report.comment_id, order_by=Report.id)
    said = select(Report.id, Report.comment_id, Report.words, place.label("place"))
    said_first = said.where(standing, Report.words != "").subquery()
    for comment_id, words in db.session.execute(
        select(said_first.c.comment_id, said_first.c.words)
        .where(said_first.c.place <= WORDS_SHOWN)
        .order_by(said_first.c.id)
    ):
        found[comment_id].words.append(words)
    return dict(found)


def _is_there(comment_id: int, index: bytes) -> bool:
    same = select(Report.id).where(Report.comment_id == comment_id, Report.network_index == index)
    return db.session.scalar(same) is not None


def _of_comment(value: ColumnElement[Any]) -> ScalarSelect[Any]:
    standing = Report.settled_at.is_(None)
    return select(value).where(Report.comment_id == Comment.id, standing).correlate(Comment).scalar_subquery()
