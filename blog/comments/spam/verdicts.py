"""What a judgement is made of."""

from dataclasses import dataclass
from typing import Any

PUBLISH = "publish"
HOLD = "hold"
SPAM = "spam"


@dataclass(frozen=True)
class Submission:
    """A reply as the checks see it. `network_index` is None where nobody knows where it came from."""

    text: str
    name: str
    website: str
    article_id: int
    address_index: bytes
    network_index: bytes | None = None


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for spam, or against it where `weight` is negative."""

    check: str
    # A sentence for the queue; empty for what nobody needs to be told.
    sentence: str
    weight: float
    # What of the text, the name or the website it is about, as it stands there.
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What becomes of a reply."""

    kind: str
    score: float
    reasons: list[Reason]

    @property
    def sentences(self) -> list[str]:
        """The reasons to hold it, for the queue."""
        return [one.sentence for one in self.reasons if one.sentence]

    @property
    def evidence(self) -> dict[str, Any]:
        """What the reasons rest on, to be kept with the comment."""
        marks = [mark for one in self.reasons for mark in one.marks]
        return {"score": round(self.score, 2), "marks": list(dict.fromkeys(marks))}
