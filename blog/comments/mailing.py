"""All mail that concerns comments comes into the outbox here: looked for now and then, never while somebody waits."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import aliased

from blog.comments import digesting
from blog.comments.corresponding import asking, telling
from blog.comments.models import APPROVED, Comment
from blog.tools import delivering, outbox
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.steps import commit_each


def gather() -> Iterator[None]:
    """Put what is to be mailed by now into the outbox, bit by bit: each is to be committed before the next."""
    yield from telling.call_back()
    yield from asking.ask()
    yield from telling.tell()
    yield from digesting.digest()


def send_due() -> Counter[str]:
    """How many of the mails that are due by now went, and what became of the others. Commits as it goes on."""
    commit_each(gather())
    # Nothing is held while a server of mail takes its time.
    db.session.remove()
    return delivering.deliver()


def call_off(connection: Connection) -> None:
    """Let nothing be mailed that a restored database has not sent: it may have been, after the backup was taken.

    What was asked for, or approved, only after that is not in it, and is mailed if it comes again.
    """
    outbox.call_off(connection)
    own = aliased(Comment)
    answers = Comment.parent_id.in_(select(own.id).where(own.wants_replies))
    untold = update(Comment).where(answers, Comment.told_at.is_(None), Comment.status == APPROVED)
    connection.execute(untold.values(told_at=now()))
