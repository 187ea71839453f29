"""What the page of figures shows: how many replies came, how long they waited, where the classifier erred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, joinedload

from blog.comments import tallying
from blog.comments.models import APPROVED, SPAM, Comment, ModerationBatch, ModerationDecision
from blog.comments.spam import HOLD, HOLD_AT, PUBLISH
from blog.comments.spam import SPAM as JUDGED_SPAM
from blog.comments.spam.weighing import probability
from blog.tools.clock import now
from blog.tools.database import db

DAYS = 90
VERDICTS = (PUBLISH, HOLD, JUDGED_SPAM)

# Back to when decisions are looked at.
RECENT = timedelta(days=30)
# Of so many held comments, the last that were decided about, the time in the middle is told.
MEASURED = 1000
EXAMPLES = 5

# The probability of spam from which on the classifier holds a comment by itself.
THOUGHT_SPAM = probability(HOLD_AT)


@dataclass(frozen=True)
class Replies:
    """The replies of the last 90 days, by day and verdict."""

    by_day: dict[date, dict[str, int]]

    @property
    def totals(self) -> dict[str, int]:
        """All of them, by verdict."""
        return {verdict: sum(day.get(verdict, 0) for day in self.by_day.values()) for verdict in VERDICTS}

    @property
    def share_held(self) -> float | None:
        """The part of all that was held; None where none came."""
        everything = sum(self.totals.values())
        return self.totals[HOLD] / everything if everything else None

    def busiest(self, verdict: str) -> tuple[date, int]:
        """The day with most of this verdict, and how many."""
        day = max(self.by_day, key=lambda one: self.by_day[one].get(verdict, 0))
        return day, self.by_day[day].get(verdict, 0)


@dataclass(frozen=True)
class Errors:
    """Comments about which the classifier thought otherwise than an admin decided: how many, and some of them."""

    number: int
    examples: Sequence[Comment]


def replies() -> Replies:
    """The replies of the last 90 days."""
    return Replies(tallying.by_day(DAYS))


def median_wait() -> timedelta | None:
    """From posting to the first decision, of held comments decided about in the last 30 days; None where none was."""
    earlier = aliased(ModerationDecision)
    first = ~(
        select(earlier.comment_id)
        .where(
            earlier.comment_id == ModerationDecision.comment_id,
            earlier.batch_id < ModerationDecision.batch_id,
        )
        .exists()
    )
    rows = db.session.execute(
        select(Comment.created_at, ModerationBatch.created_at)
        .join(ModerationDecision, ModerationDecision.comment_id == Comment.id)
        .join(ModerationBatch, ModerationBatch.id == ModerationDecision.batch_id)
        .where(Comment.verdict == HOLD, ModerationBatch.created_at >= now() - RECENT, first)
        .order_by(ModerationDecision.batch_id.desc())
        .limit(MEASURED)
    )
    waits = sorted(decided - posted for posted, decided in rows)
    return waits[len(waits) // 2] if waits else None


def taken_for_spam() -> Errors:
    """What the classifier thought spam and an admin approved in the last 30 days, the surest first."""
    return _errors(APPROVED, _thought() >= THOUGHT_SPAM, _thought().desc())


def taken_for_fair() -> Errors:
    """What the classifier thought fair and an admin called spam in the last 30 days, the surest first."""
    return _errors(SPAM, _thought() < THOUGHT_SPAM, _thought().asc())


def _errors(decided: str, thought: ColumnElement[bool], surest: ColumnElement[float]) -> Errors:
    wrong = and_(Comment.id.in_(_decided(decided)), Comment.status == decided, thought)
    # Counted and sorted in one go: to read what was thought is what takes its time.
    rows = db.session.execute(
        select(Comment.id, func.count().over()).where(wrong).order_by(surest, Comment.id.desc()).limit(EXAMPLES)
    ).all()
    ids = [comment_id for comment_id, _ in rows]
    found = db.session.scalars(select(Comment).where(Comment.id.in_(ids)).options(joinedload(Comment.article)))
    return Errors(rows[0][1] if rows else 0, sorted(found, key=lambda one: ids.index(one.id)))


def _decided(status: str) -> Select[Any]:
    return (
        select(ModerationDecision.comment_id)
        .join(ModerationBatch)
        .where(
            ModerationBatch.new_status == status,
            ModerationBatch.created_at >= now() - RECENT,
            ModerationDecision.undone_at.is_(None),
        )
    )


def _thought() -> ColumnElement[float]:
    probability: ColumnElement[float] = Comment.evidence["learned"].as_float()
    return probability
