"""Text as spammers hope that nobody reads it: one spelling for what readers take for the same."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from blog.tools.lookalikes import latin_twin

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});")


@dataclass(frozen=True)
class Folded:
    """A text in one spelling, and of each of its characters the place in the text as it was written."""

    text: str
    places: list[int]
    original: str

    def written(self, start: int, end: int) -> str:
        """What stands in the original where the folded text has the characters from `start` to before `end`."""
        return self.original[self.places[start] : self.places[end - 1] + 1] if end > start else ""


def fold(text: str) -> Folded:
    """`text` in one case and width, its look-alike letters as Latin ones, without accents and unseen signs."""
    if text.isascii():
        return Folded(text.lower(), list(range(len(text))), text)
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        drawn = _drawn(sign)
        letters.append(drawn)
        places += [place] * len(drawn)
    return Folded("".join(letters), places, text)


def without_entities(text: str) -> str:
    """`text` with `&amp;` and its kin read as the characters that they stand for."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


@lru_cache(maxsize=4096)
def _drawn(sign: str) -> str:
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(
        latin_twin(part).casefold() for part in parts if unicodedata.category(part) not in ("Cf", "Mn", "Me", "Cs")
    )
