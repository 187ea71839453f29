"""What a judgement is made of."""

from dataclasses import dataclass
from typing import Any

from blog.comments.spam.features import excerpt
from blog.comments.spam.folding import Folded, fold, without_entities
from blog.comments.spam.linking import Link, links
from blog.comments.spam.weighing import probability

PUBLISH = "publish"
HOLD = "hold"
SPAM = "spam"


@dataclass(frozen=True)
class Submission:
    """A reply as the checks see it. `network_index` is None where nobody knows where it came from."""

    text: str
    # The text as readers would see it.
    html: str
    name: str
    website: str
    article_id: int
    address_index: bytes
    network_index: bytes | None = None
    # Whether the field that nobody sees was filled.
    trapped: bool = False
    # Whether it came with a stamp of the form, and how many seconds ago that was opened, where it is known.
    stamped: bool = True
    opened: float | None = None

    @property
    def links(self) -> tuple[Link, ...]:
        """The addresses in the text."""
        return links(without_entities(self.text))

    @property
    def folded(self) -> Folded:
        """The text in one spelling; of a long one its beginning and its end."""
        return fold(excerpt(without_entities(self.text)))


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for spam, or against it where `weight` is negative."""

    check: str
    # A sentence for the queue; empty for what nobody needs to be told.
    sentence: str
    weight: float
    # What of the text, the name or the website it is about, as it stands there.
    marks: tuple[str, ...] = ()
    # Words of the comment, each with what it weighed, where those are the reason.
    words: tuple[tuple[str, float], ...] = ()
    # Whatever speaks for the reply, it is not published; or it is spam.
    holds: bool = False
    condemns: bool = False


@dataclass(frozen=True)
class Verdict:
    """What becomes of a reply."""

    kind: str
    score: float
    reasons: list[Reason]

    @property
    def sentences(self) -> list[str]:
        """The reasons not to publish it, for the queue."""
        return [one.sentence for one in self.reasons if one.sentence and self.kind != PUBLISH]

    @property
    def evidence(self) -> dict[str, Any]:
        """What the reasons rest on, to be kept with the comment."""
        marks = [mark for one in self.reasons for mark in one.marks]
        words = [pair for one in self.reasons for pair in one.words]
        return {
            "marks": list(dict.fromkeys(marks)),
            "words": {
                "spam": [[word, round(weight, 2)] for word, weight in words if weight > 0],
                "fair": [[word, round(weight, 2)] for word, weight in words if weight < 0],
            },
            # What the classifier thought: the probability of spam, where it said anything.
            "learned": next(
                (round(probability(one.weight), 3) for one in self.reasons if one.check == "learned"), None
            ),
        }
