"""How much a comment looks like those that were called spam: naive Bayes, with what was measured to be better.

Measured by `flask comments evaluate` on the YouTube Spam Collection (two files, 700 comments), the mean of thirteen
splits by time, by file and at random; share of spam found while 1 % and 2 % of the others are flagged:

    words and pairs of words, by presence                     87 %   92 %
    … and that there is a link, its site, a link alone        89 %   94 %
    … and that the text asks to go elsewhere (asking.py)      93 %   96 %
    … divided by the root of how many features there are      93 %   96 %
    … and the weights of the checks of links and of asking    94 %   97 %

Look-alike letters cost nothing and help where they are used. No help, and so not here: stems of words (3 points worse),
numbers as one word, repeated letters as one, a cap on how many features count, the shape of a text (length, capitals,
exclamation marks).
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

# So many imagined sightings of every feature, in each kind: one that was seen once says little.
SMOOTHING = 1.0
# No judgement by words alone weighs more than this, in either direction.
MOST = 6.0
# Of each kind so many comments must have been taught before anything is said.
ENOUGH = 20


class Counts(NamedTuple):
    """How many comments of each kind: with a feature, or in all."""

    spam: int
    fair: int


class Model(Protocol):
    """What has been learned, wherever it is kept."""

    def totals(self) -> Counts:
        """How many comments of each kind were taught."""

    def counts(self, features: Iterable[str]) -> Mapping[str, Counts]:
        """In how many of them each of `features` was; those never seen are left out."""


def weights(features: Iterable[str], model: Model) -> dict[str, float]:
    """What each of `features` that was seen before says: above nought for spam. Empty until enough was taught."""
    totals = model.totals()
    if min(totals) < ENOUGH:
        return {}
    return {feature: _weight(counts, totals) for feature, counts in model.counts(features).items()}


def together(weights: Iterable[float]) -> float:
    """What they say together, between -MOST and MOST. Long texts do not shout down what stands in them."""
    all_of_them = list(weights)
    raw = sum(all_of_them) / math.sqrt(max(len(all_of_them), 1))
    return MOST * math.tanh(raw / MOST)


def probability(weight: float) -> float:
    """How likely it is spam that looks so much like it, where there is as much of either kind: 0 to 1."""
    return 1 / (1 + math.exp(-weight))


def _weight(counts: Counts, totals: Counts) -> float:
    # As if there were as many of either kind: a site with little spam has words of spam all the same.
    spam, fair = counts.spam / totals.spam, counts.fair / totals.fair
    seen = counts.spam + counts.fair
    if not seen:
        return 0.0
    share = spam / (spam + fair)
    return math.log((seen * share + SMOOTHING) / (seen * (1 - share) + SMOOTHING))
