"""What follows from decisions, wherever they are made."""

from collections.abc import Sequence

from blog.comments import reporting
from blog.comments.spam import learning


def follow(ids: Sequence[int], *, teaching: bool = True) -> None:
    """Bring in step all that rests on decisions, after these comments were decided about or a decision was undone.

    Without `teaching` the classifier only takes back what it was taught of them.
    """
    learning.follow(ids, learning.LESSONS if teaching else 0)
    reporting.settle(ids)
