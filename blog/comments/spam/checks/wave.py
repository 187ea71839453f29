"""While an admin has everything held, nothing is published by itself."""

from collections.abc import Iterator

from blog.comments import holding
from blog.comments.spam.verdicts import Reason, Submission


def wave(submission: Submission) -> Iterator[Reason]:
    """That a wave holds all replies to the article. It weighs nothing: what is spam is spam during a wave as well."""
    until = holding.held_until(submission.article_id, holding.wave_ends())
    if until is not None:
        yield Reason("wave", f"Everything is held until {holding.spoken(until)}", 0.0, holds=True)
