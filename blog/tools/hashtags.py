"""Hashtags in running text: `#word` in any script."""

import re
import unicodedata
from collections.abc import Iterator

# A sign that neither continues a word nor stands in an address or an entity; what follows is checked by hand,
# because `\w` leaves out the combining marks that many scripts write vowels with.
_SIGN = re.compile(r"(?<![\w&/#?=.:])#")
_JOINERS = "\u200c\u200d"

LONGEST = 50


def find_hashtags(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and word (without the sign) of each hashtag in `text`, in order.

    A word is letters, marks, digits and underscores, at most 50 characters, not digits alone, and not inside
    something that looks like a web address.
    """
    for run in re.finditer(r"\S+", text):
        address = _address_in(run[0])
        for sign in _SIGN.finditer(text, run.start(), run.start() + address):
            start = sign.end()
            end = start
            while end < run.end() and _belongs(text[end]):
                end += 1
            word = text[start:end].rstrip(_JOINERS)
            if _is_tag(word):
                yield sign.start(), start + len(word), word


def _address_in(run: str) -> int:
    """Where in `run`, which has no white space in it, a web address begins; its length if there is none."""
    if "://" in run:
        return 0
    start = run.find("www.")
    return len(run) if start < 0 else start


def _belongs(character: str) -> bool:
    return character == "_" or character in _JOINERS or unicodedata.category(character)[0] in "LMN"


def _is_tag(word: str) -> bool:
    return 0 < len(word) <= LONGEST and any(unicodedata.category(character)[0] == "L" for character in word)
