"""Readers are asked to go elsewhere: to a channel, a shop, a way to money."""

from collections.abc import Iterator

from blog.comments.spam.asking import asks
from blog.comments.spam.verdicts import Reason, Submission

# Measured beside the classifier, between 0.5 and 2: none is better.
ASKED = 1.0


def asking(submission: Submission) -> Iterator[Reason]:
    """That the text asks readers to follow, subscribe, click, vote, earn."""
    places = [submission.folded.written(start, end) for start, end in asks(submission.folded)]
    if places:
        yield Reason("asking", f"Asks readers to go elsewhere: {places[0]}", ASKED, tuple(places))
