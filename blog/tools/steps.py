"""Work in steps, each a transaction of its own, so that others get their turn between them."""

from collections.abc import Iterator
from typing import TypeVar

from blog.tools.database import db

Step = TypeVar("Step")


def commit_each(steps: Iterator[Step]) -> Step | None:
    """What the last of `steps` gave, all of them committed one by one; None where there was none."""
    return last(_committed(steps))


def last(steps: Iterator[Step]) -> Step | None:
    """What the last of `steps` gave, all of them in one transaction; None where there was none."""
    done = None
    for step in steps:
        done = step
    return done


def _committed(steps: Iterator[Step]) -> Iterator[Step]:
    for step in steps:
        db.session.commit()
        yield step
