"""Many replies come from one network in a short time."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from blog.comments.models import Comment
from blog.comments.spam.verdicts import Reason, Submission
from blog.tools.clock import now
from blog.tools.database import db

WITHIN = timedelta(hours=1)
# So many before this one: a school or an office may well send some.
MANY = 5
# Enough to hold somebody who is known.
CROWD = 2.6
FURTHER = 0.1
# No more are counted.
MOST = 30


def crowd(submission: Submission) -> Iterator[Reason]:
    """How many there were from its network within an hour. One query, where the network is known."""
    if submission.network_index is None:
        return
    recent = (
        select(Comment.id)
        .where(Comment.network_index == submission.network_index, Comment.created_at > now() - WITHIN)
        .limit(MOST)
    )
    before = db.session.scalar(select(func.count()).select_from(recent.subquery())) or 0
    if before >= MANY:
        sentence = f"{before + 1} replies from this network within an hour"
        yield Reason("network", sentence, CROWD + FURTHER * (before - MANY))
