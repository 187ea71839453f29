"""What became of earlier comments from the same address."""

from collections.abc import Iterator

from blog.comments import queries
from blog.comments.spam.verdicts import Reason, Submission

FIRST_COMMENT = 1.0
# Who has been approved may well set a link; who has been so often, two.
KNOWN = -1.5
WELL_KNOWN = -2.5
OFTEN = 5
REMOVED = 1.0
MOST_REMOVED = 3.0


def history(submission: Submission) -> Iterator[Reason]:
    """Whether a comment from this address was approved before, and how many were removed. One query."""
    approved, removed = queries.sender_history(submission.address_index)
    if not approved:
        # Held whatever the classifier thinks of it.
        yield Reason("history", "First comment from this address", FIRST_COMMENT, holds=True)
    else:
        yield Reason("history", "", WELL_KNOWN if approved >= OFTEN else KNOWN)
    if removed:
        times = "once" if removed == 1 else f"{removed} times"
        yield Reason("history", f"Sender was removed {times}", min(REMOVED * removed, MOST_REMOVED))
