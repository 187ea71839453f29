"""Who has never had a comment approved waits for a moderator."""

from collections.abc import Iterator

from blog.comments import queries
from blog.comments.spam.verdicts import Reason, Submission

FIRST_COMMENT = 1.0


def history(submission: Submission) -> Iterator[Reason]:
    """That no comment from this address has been approved yet."""
    if not queries.has_approved(submission.address_index):
        yield Reason("history", "First comment from this address", FIRST_COMMENT)
