"""How well the classifier and the checks of a text do on comments that somebody has labelled. Nothing is stored."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from blog.comments.spam.checks.advertising import advertising
from blog.comments.spam.checks.asking import asking
from blog.comments.spam.checks.learned import learned
from blog.comments.spam.checks.linked import linked
from blog.comments.spam.features import features
from blog.comments.spam.verdicts import Submission
from blog.comments.spam.weighing import ENOUGH, Counts

COLUMNS = ("AUTHOR", "DATE", "CONTENT", "CLASS")
TRAINED = 0.6
SHARES = (0.005, 0.01, 0.02, 0.05)

# The checks that need nothing but the comment itself.
STATELESS = (linked, asking, advertising)


class BadFile(Exception):
    """The file cannot be used; the message says why."""


@dataclass(frozen=True)
class Labelled:
    """A comment of which somebody said whether it is spam."""

    name: str
    date: str
    text: str
    is_spam: bool


@dataclass(frozen=True)
class Measured:
    """How many comments were learned from and judged, and the share of spam found at each of SHARES."""

    learned: int
    judged: int
    spam: int
    found: dict[float, float]


class Tally:
    """A model in memory."""

    def __init__(self, comments: Iterable[Labelled]) -> None:
        self._seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        self._comments: Counter[bool] = Counter()
        for comment in comments:
            self._comments[comment.is_spam] += 1
            self._seen[comment.is_spam].update(features(comment.text, comment.name, "").keys())

    def totals(self) -> Counts:
        """How many comments of each kind were taught."""
        return Counts(self._comments[True], self._comments[False])

    def counts(self, features: Iterable[str]) -> Mapping[str, Counts]:
        """In how many of them each of `features` was; those never seen are left out."""
        found = {feature: Counts(self._seen[True][feature], self._seen[False][feature]) for feature in features}
        return {feature: counts for feature, counts in found.items() if sum(counts)}


def read(name: str, content: bytes) -> list[Labelled]:
    """The comments in a CSV file with the columns COLUMNS, in its order. Raises BadFile."""
    try:
        text = content.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise BadFile(f"{name} has no column {', '.join(missing)}." if text.strip() else f"{name} is empty.")
        return [_labelled(name, number, row) for number, row in enumerate(rows, 1)]
    except UnicodeDecodeError as error:
        raise BadFile(f"{name} is not UTF-8 (byte {error.start + 1:,}).") from error
    except csv.Error as error:
        raise BadFile(f"{name} is not CSV: {error}.") from error


def measure(comments: Sequence[Labelled]) -> Measured:
    """Learn from the first 60 % by date, judge the rest. Raises BadFile where there is too little of a kind."""
    ordered = sorted(comments, key=lambda one: one.date)
    cut = int(len(ordered) * TRAINED)
    model = Tally(ordered[:cut])
    judged = ordered[cut:]
    spam = [_score(one, model) for one in judged if one.is_spam]
    fair = [_score(one, model) for one in judged if not one.is_spam]
    if min(model.totals()) < ENOUGH or not spam or not fair:
        raise BadFile(
            f"Too few comments: among the first {TRAINED:.0%} by date {ENOUGH} of spam and {ENOUGH} others are needed"
            f" (there are {model.totals().spam} and {model.totals().fair}), and some of both behind them."
        )
    found = {share: _found(spam, fair, share) for share in SHARES}
    return Measured(cut, len(judged), len(spam), found)


def _labelled(name: str, number: int, row: dict[str, str]) -> Labelled:
    if any(row[column] is None for column in COLUMNS) or row["CLASS"].strip() not in ("0", "1"):
        raise BadFile(f"{name}, comment {number:,}: CLASS must be 1 for spam, 0 for all else.")
    return Labelled(row["AUTHOR"], row["DATE"], row["CONTENT"], row["CLASS"].strip() == "1")


def _score(comment: Labelled, model: Tally) -> float:
    submission = Submission(comment.text, "", comment.name, "", article_id=0, address_index=b"")
    reasons = [*learned(submission, model), *(reason for check in STATELESS for reason in check(submission))]
    return sum(reason.weight for reason in reasons)


def _found(spam: list[float], fair: list[float], share: float) -> float:
    """The share of spam above a bar that at most `share` of the others reach over."""
    allowed = int(len(fair) * share)
    bar = sorted(fair, reverse=True)[allowed]
    return sum(score > bar for score in spam) / len(spam)
