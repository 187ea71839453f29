"""What becomes of a reply: published, held for a moderator, or kept as spam, and why."""

from collections.abc import Callable, Iterable

from blog.comments.spam.checks.advertising import advertising
from blog.comments.spam.checks.asking import asking
from blog.comments.spam.checks.crowd import crowd
from blog.comments.spam.checks.foreign import foreign
from blog.comments.spam.checks.history import history
from blog.comments.spam.checks.learned import learned
from blog.comments.spam.checks.linked import linked
from blog.comments.spam.checks.ruled import ruled
from blog.comments.spam.checks.similar import similar
from blog.comments.spam.checks.stamped import stamped
from blog.comments.spam.checks.trap import trap
from blog.comments.spam.checks.wave import wave
from blog.comments.spam.verdicts import HOLD, PUBLISH, SPAM, Reason, Submission, Verdict

__all__ = ["HOLD", "PUBLISH", "SPAM", "Submission", "Verdict", "judge"]

Check = Callable[[Submission], Iterable[Reason]]

CHECKS: tuple[Check, ...] = (
    trap,
    ruled,
    wave,
    stamped,
    history,
    similar,
    crowd,
    learned,
    linked,
    asking,
    advertising,
    foreign,
)

# The weights of all reasons are added up.
HOLD_AT = 1.0
SPAM_AT = 5.0


def judge(submission: Submission) -> Verdict:
    """The verdict on `submission` with its reasons: what decides by itself first, then what weighs most."""
    reasons = [one for check in CHECKS for one in check(submission)]
    reasons.sort(key=lambda one: (not one.condemns, -one.weight, one.sentence))
    # Rounded, so that the order of the checks cannot tip it.
    score = round(sum(one.weight for one in reasons), 6)
    if score >= SPAM_AT or any(one.condemns for one in reasons):
        return Verdict(SPAM, score, reasons)
    if score >= HOLD_AT or any(one.holds for one in reasons):
        return Verdict(HOLD, score, reasons)
    return Verdict(PUBLISH, score, reasons)
