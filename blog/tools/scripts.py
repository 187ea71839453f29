"""Which script a text is written in."""

import unicodedata
from collections import Counter

# Share of the letters from which on a text counts as written from right to left.
ENOUGH = 0.3


def text_language(text: str) -> str:
    """ "fa" where more than 30 % of the letters are Arabic ones, else ""."""
    if text.isascii():
        return ""
    # Each sign is looked at once, however long the text is.
    letters = {sign: number for sign, number in Counter(text).items() if sign.isalpha()}
    arabic = sum(number for sign, number in letters.items() if unicodedata.bidirectional(sign) == "AL")
    return "fa" if letters and arabic / sum(letters.values()) > ENOUGH else ""
