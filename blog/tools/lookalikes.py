"""Names that can be taken for each other.

Accents, circled, full-width and mathematical letters are told by Unicode's own tables, variants of Latin letters by
their names. Of the letters of other alphabets only those stand here that most fonts draw like Latin ones: the list of
Unicode is a megabyte, and it takes "m" for "rn" in every word.
"""

import re
import unicodedata
from functools import lru_cache

from blog.tools.cleaning import BLANKS

_TWINS = {
    "a": "аАαΑɑ", "b": "вВΒЬьβ", "c": "сСϲϹ", "d": "ԁ", "e": "еЕεΕєЄ", "g": "Ԍԍɡց", "h": "нНΗһҺհ", "i": "іιɩ",
    "I": "ІΙӀ", "j": "јЈϳͿ", "k": "кКκΚ", "l": "ӏ", "m": "мМΜ", "n": "пηΝոռ", "o": "оОοΟσՕօס", "p": "рРρΡ",
    "q": "ԛԚզ", "r": "гᴦ", "s": "ѕЅՏ", "t": "тТτΤ", "u": "υսՍʋԱ", "v": "ѵѴν", "w": "ԝԜωѡ", "x": "хХχΧ",
    "y": "уУүҮγΥ", "z": "Ζ", "ی": "يى", "ک": "ك", "ه": "ةھہە",
}  # fmt: skip
# Of Lisu and Cherokee, in names alone: whole texts in them are read as what they are.
_CAPITALS = {
    "A": "ꓮᎪ", "B": "ꓐᏴ", "C": "ꓚᏟ", "D": "ꓓᎠ", "E": "ꓰᎬ", "F": "ꓝ", "G": "ꓖᏀ", "H": "ꓧᎻ", "I": "ꓲ", "J": "ꓙᎫ",
    "K": "ꓗᏦ", "L": "ꓡᏞ", "M": "ꓟᎷ", "N": "ꓠ", "O": "ꓳ", "P": "ꓑᏢ", "R": "ꓣᎡᏒ", "S": "ꓢᏕᏚ", "T": "ꓔᎢ", "U": "ꓴ",
    "V": "ꓦᏙ", "W": "ꓪᎳᏔ", "X": "ꓫ", "Y": "ꓬᎽ", "Z": "ꓜᏃ", "b": "Ꮟ", "i": "Ꭵ",
}  # fmt: skip
_LETTERS = {twin: letter for letter, twins in _TWINS.items() for twin in twins}
_TO_LETTER = {ord(twin): letter for twin, letter in _LETTERS.items()}
_TO_LETTER |= {ord(twin): letter for letter, twins in _CAPITALS.items() for twin in twins}
_TO_LETTER |= {ord(sign): letter for sign, letter in zip("034@5$789|ǀ", "oeaasstbg11", strict=True)}
# How Unicode names a Latin letter with a stroke, without its dot, as a small capital, in a black square.
_LATIN = re.compile(
    r"(?:LATIN|SYMBOL) (?:CAPITAL |SMALL )?LETTER (?:SMALL CAPITAL |DOTLESS |SCRIPT )?([A-Z])(?: WITH|$)"
)
# Of class 0 like the vowel signs of India, but nothing is to be seen of them.
_SELECTORS = ("VARIATION SELECTOR", "COMBINING GRAPHEME JOINER", "MONGOLIAN FREE VARIATION SELECTOR")
# Those that only stretch a word, and those that are blank.
_UNSEEN = "\u0640\u02bc" + BLANKS
_PAIRS = (("rn", "m"), ("vv", "w"))
# Drawn like an i and like an l.
_STROKE = "1"


def alike(name: str, other: str) -> bool:
    """Whether a reader can take `name` for `other`: by case, accents, spacing, unseen signs or letters that look alike.

    What people are called is kept apart: Neil is not Nell, and Ila is not Lia.
    """
    if _plain(name) and _plain(name) == _plain(other):
        return True
    ours, theirs = _drawn(name), _drawn(other)
    return 0 < len(ours) == len(theirs) and all(map(_look_alike, ours, theirs))


def latin_twin(sign: str) -> str:
    """The Latin letter that `sign` is drawn like, or is a variant of; of all others `sign` itself."""
    return _LETTERS.get(sign) or _latin(sign)


def _look_alike(sign: str, other: str) -> bool:
    return sign == other or (sign == _STROKE and other in "il") or (other == _STROKE and sign in "il")


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """The letters and digits of `name`, in one case and without accents."""
    return _letters(_without_accents(name).casefold())


@lru_cache(maxsize=1024)
def _drawn(name: str) -> str:
    """The letters of `name` as Latin ones wherever they look like that."""
    name = re.sub(r"(?<=\w)!(?=\w)", _STROKE, _without_accents(name))
    latin = "".join(map(_latin, name)).translate(_TO_LETTER)
    # A capital I within a word may be meant for an l, and a small l that begins one for a capital I.
    letters = _letters(re.sub(r"(?<=\w)I|\bl", _STROKE, latin).casefold())
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters


def _letters(text: str) -> str:
    """Letters, digits and vowel signs of `text`."""
    return "".join(sign for sign in text if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc"))


def _without_accents(name: str) -> str:
    """`name` taken apart, without accents and unseen signs, all digits as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(sign, sign))
        for sign in unicodedata.normalize("NFKD", name)
        if unicodedata.category(sign) not in ("Cf", "Me") and sign not in _UNSEEN and not _is_accent(sign)
    )


def _is_accent(sign: str) -> bool:
    # The points and vowels of Arabic and Hebrew are written or not, and diacritics are left out or put on by who
    # imitates, as are strokes through a letter; those of India and South-East Asia make another name.
    place = unicodedata.combining(sign)
    return place == 1 or 10 <= place <= 35 or place >= 200 or unicodedata.name(sign, "").startswith(_SELECTORS)


def _latin(sign: str) -> str:
    found = None if sign.isascii() else _LATIN.search(unicodedata.name(sign, ""))
    if found is None:
        return sign
    return found[1] if "CAPITAL" in found.string else found[1].lower()
