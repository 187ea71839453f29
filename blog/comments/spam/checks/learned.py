"""What the classifier has learned from the admins' decisions."""

import re
from collections.abc import Iterator

from blog.comments.spam.features import features
from blog.comments.spam.learning import Remembered
from blog.comments.spam.verdicts import Reason, Submission
from blog.comments.spam.weighing import Model, together, weights

# From here on the queue is told.
TOLD_FROM = 1.0
# So many words are kept that weighed most, each way, and so many stand in the sentence.
KEPT = 5
NAMED = 3

_WORD = re.compile(r"\w+")


def learned(submission: Submission, model: Model | None = None) -> Iterator[Reason]:
    """How much it looks like what admins called spam, or approved. Two queries."""
    found = features(submission.text, submission.name, submission.website)
    weighed = weights(found, model or Remembered())
    if not weighed:
        return
    weight = together(weighed.values())
    words = sorted(((found[feature], value) for feature, value in weighed.items() if found[feature]), key=_by_weight)
    spam = _first([(word, value) for word, value in words if value > 0])
    fair = _first([(word, value) for word, value in reversed(words) if value < 0])
    sentence = ""
    if weight >= TOLD_FROM:
        named = ", ".join(word for word, _ in spam[:NAMED])
        sentence = f"Words: {named} (learned)" if named else "Looks like earlier spam (learned)"
    marks = tuple(word for word, _ in spam) if sentence else ()
    yield Reason("learned", sentence, weight, marks, (*spam, *fair))


def _by_weight(pair: tuple[str, float]) -> tuple[float, int]:
    return -pair[1], len(pair[0])


def _first(words: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The first of them, no word said twice, alone or within a pair."""
    kept: list[tuple[str, float]] = []
    said: set[str] = set()
    for word, weight in words:
        one_or_two = _WORD.findall(word.casefold())
        if said.isdisjoint(one_or_two):
            kept.append((word, weight))
            said.update(one_or_two)
        if len(kept) == KEPT:
            break
    return kept
