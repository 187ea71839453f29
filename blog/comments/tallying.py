"""How many replies came on each day and what they were judged to be: numbers that stay when comments are deleted."""

from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Date, Executable, String, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.comments.models import Comment
from blog.tools.clock import local, now
from blog.tools.database import Base, db, execute_core, insert_or


class Tally(Base):
    """How many replies of readers came on one day, in the site's time zone, and were judged alike."""

    __tablename__ = "reply_tallies"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    verdict: Mapped[str] = mapped_column(String(10), primary_key=True)
    replies: Mapped[int]


def count(comment: Comment) -> None:
    """Count a reader's new comment. Its row is locked until the commit: let little else happen before that."""
    add(local(comment.created_at).date(), comment.verdict, 1)


def add(day: date, verdict: str, replies: int) -> None:
    """Count so many more."""
    execute_core(_adding(db.engine.dialect.name), {"day": day, "verdict": verdict, "replies": replies})


def by_day(days: int) -> dict[date, dict[str, int]]:
    """The replies of each of the last so many days, the oldest first and today the last, by verdict."""
    today = local(now()).date()
    found: dict[date, dict[str, int]] = {today - timedelta(days=days - 1 - number): {} for number in range(days)}
    for tally in db.session.scalars(select(Tally).where(Tally.day >= min(found), Tally.day <= today)):
        found[tally.day][tally.verdict] = tally.replies
    return found


# Made once: every reply is counted by it.
@lru_cache(maxsize=2)
def _adding(dialect: str) -> Executable:
    statement = insert_or(dialect, Tally)
    more = {"replies": Tally.replies + statement.excluded.replies}
    return statement.on_conflict_do_update(index_elements=[Tally.day, Tally.verdict], set_=more)
