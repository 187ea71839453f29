"""Many replies come from one network in a short time."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from blog.comments.models import Comment
from blog.comments.spam.verdicts import Reason, Submission
from blog.tools.clock import now
from blog.tools.database import execute_core

WITHIN = timedelta(hours=1)
# So many before this one: a school or an office may well send some.
MANY = 5
# Enough to hold somebody who is known.
CROWD = 2.6
FURTHER = 0.1
# No more are counted.
MOST = 30

# Made once: every reply is judged by it.
_RECENT = (
    select(Comment.id)
    .where(Comment.network_index == bindparam("network"), Comment.created_at > bindparam("since"))
    .limit(MOST)
)
_COUNT = select(func.count()).select_from(_RECENT.subquery())


def crowd(submission: Submission) -> Iterator[Reason]:
    """How many there were from its network within an hour. One query, where the network is known."""
    if submission.network_index is None:
        return
    network = {"network": submission.network_index, "since": now() - WITHIN}
    before = execute_core(_COUNT, network).scalar_one()
    if before >= MANY:
        sentence = f"{before + 1} replies from this network within an hour"
        yield Reason("network", sentence, CROWD + FURTHER * (before - MANY))
