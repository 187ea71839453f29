"""When the form was opened, as far as its stamp tells."""

from collections.abc import Iterator

from blog.comments.spam.verdicts import Reason, Submission

# A browser without script sends the page's own stamp; only what never read the page has none.
UNSTAMPED = 0.3
HASTY = 2.0
# Nobody reads a form, writes and sends it in so many seconds.
TOO_SOON = 4.0


def stamped(submission: Submission) -> Iterator[Reason]:
    """That there is no stamp, or that hardly any time has passed since it was made."""
    if not submission.stamped:
        yield Reason("stamp", "", UNSTAMPED)
    if submission.opened is not None and submission.opened < TOO_SOON:
        yield Reason("stamp", f"Posted {submission.opened:.0f} s after the form was opened", HASTY)
