"""The field that nobody sees: what fills it fills everything."""

from collections.abc import Iterator

from blog.comments.spam.verdicts import Reason, Submission

FILLED = 6.0


def trap(submission: Submission) -> Iterator[Reason]:
    """That it is filled. Nothing that speaks for the reply counts against that."""
    if submission.trapped:
        yield Reason("trap", "Hidden field filled", FILLED, condemns=True)
