"""What becomes of a reply: published, held for a moderator, or kept as spam, and why."""

from collections.abc import Callable, Iterable

from blog.comments.spam.checks.history import history
from blog.comments.spam.verdicts import HOLD, PUBLISH, SPAM, Reason, Submission, Verdict

__all__ = ["HOLD", "PUBLISH", "SPAM", "Submission", "Verdict", "judge"]

Check = Callable[[Submission], Iterable[Reason]]

CHECKS: tuple[Check, ...] = (history,)

# The weights of all reasons are added up.
HOLD_AT = 1.0
SPAM_AT = 5.0


def judge(submission: Submission) -> Verdict:
    """The verdict on `submission` with its reasons, what weighs most first."""
    reasons = sorted((one for check in CHECKS for one in check(submission)), key=lambda one: -one.weight)
    score = sum(one.weight for one in reasons)
    kind = SPAM if score >= SPAM_AT else HOLD if score >= HOLD_AT else PUBLISH
    return Verdict(kind, score, reasons)
