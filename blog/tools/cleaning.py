"""Text as it was typed, made fit to stand among other text: it neither turns its neighbours round nor towers over them.

The rule is the same for a name and for an article, so that what is copied from one into the other stays as it is.
"""

import re
import unicodedata

# On one letter. Vietnamese and pointed Hebrew need three, a Tibetan or Burmese syllable at times one more.
MOST_MARKS = 4

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
# Control characters and half ones (lone surrogates): the categories Cc and Cs, to which none will ever be added.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Embeddings, overrides and isolates reverse what stands after them, and U+206A to U+206F are their obsolete kin; the
# rest are signs of files and of annotations. All other signs of direction speak only for the letter beside them
# (U+200E, U+200F, U+061C), and Persian and emoji need the joiners (U+200C, U+200D): they stay.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x2070), *range(0xFFF9, 0xFFFC), 0xFEFF])
# Letters and signs by their category, and yet there is nothing to see: Hangul fillers, an empty cell of Braille; and
# vowels of Khmer and the filler of Khitan, which are marks.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\U00016fe4"


def clean(text: str) -> str:
    """`text` without signs that reverse others and without towers of marks, its line ends as \\n, trimmed."""
    text = _LINE_ENDS.sub("\n", text).translate(_TURNS)
    return (text if text.isascii() else "".join(_without_towers(text))).strip()


def is_visible(text: str) -> bool:
    """Whether there is anything to see in `text`."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANKS for sign in text)


def is_printable(text: str, allowed: str = "") -> bool:
    """Whether `text` has no control characters but those in `allowed`, and no half characters (lone surrogates)."""
    return all(sign in allowed for sign in _UNPRINTABLE.findall(text))


def _without_towers(text: str) -> list[str]:
    kept, marks = [], 0
    for sign in text:
        kind = unicodedata.category(sign)
        if kind in ("Mn", "Me"):
            marks += 1
        # An unseen sign between two marks does not end the tower.
        elif kind != "Cf":
            marks = 0
        if marks <= MOST_MARKS or kind == "Cf":
            kept.append(sign)
    return kept
