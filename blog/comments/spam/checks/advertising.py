"""A name that is none: what somebody sells, or wants to be found by."""

import re
from collections.abc import Iterator

from blog.comments.spam.folding import fold
from blog.comments.spam.verdicts import Reason, Submission

# Enough to hold somebody who is known.
WORDS_OF_TRADE = 2.6
LONG_NAME = 0.5

# So many words are rarely a name.
MOST_WORDS = 6

_TRADE = """
    agency betting bitcoin bonus buy casino cash cheap cialis crypto deals discount download escort forex free loan
    loans marketing online poker porn price promo repair rental sale seo sex shop slot slots software solutions store
    supplier viagra wholesale xxx
"""
_IS_TRADE = frozenset(_TRADE.split())
_WORD = re.compile(r"\w+")


def advertising(submission: Submission) -> Iterator[Reason]:
    """That the name has words of trade in it, or is a sentence."""
    name = fold(submission.name)
    matches = list(_WORD.finditer(name.text))
    trade = [name.written(*match.span()) for match in matches if match[0] in _IS_TRADE]
    if trade:
        yield Reason("name", f"Name looks like an advertisement: {trade[0]}", WORDS_OF_TRADE, tuple(trade))
    elif len(matches) > MOST_WORDS:
        yield Reason("name", "Long name", LONG_NAME)
