"""Which script a text is written in."""

import unicodedata

# Share of the letters from which on a text counts as written from right to left.
ENOUGH = 0.3
FIRST_ARABIC = "\u0600"


def text_language(text: str) -> str:
    """ "fa" where more than 30 % of the letters are Arabic ones, else ""."""
    # Most texts are told at a glance.
    if text.isascii() or max(text) < FIRST_ARABIC:
        return ""
    letters = [character for character in text if character.isalpha()]
    arabic = sum(unicodedata.bidirectional(letter) == "AL" for letter in letters)
    return "fa" if letters and arabic / len(letters) > ENOUGH else ""
