"""Text as spammers hope that nobody reads it: one spelling for what readers take for the same."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from blog.tools.lookalikes import latin_twin

# As CommonMark has them.
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TAG = re.compile(r"<[^>]*>")
_TARGET = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class Folded:
    """A text in one spelling, and what each of its characters was in the text as it was written."""

    text: str
    original: str

    def written(self, start: int, end: int) -> str:
        """What stands in the original where the folded text has the characters from `start` to before `end`."""
        if end <= start:
            return ""
        return self.original[self._places[start] : self._places[end - 1] + 1]

    @cached_property
    def _places(self) -> Sequence[int]:
        if self.original.isascii():
            return range(len(self.original))
        return [place for place, sign in enumerate(self.original) for _ in _drawn(sign)]


# Several checks read the same text, one after another.
@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """`text` in one case and width, its look-alike letters as Latin ones, without accents and unseen signs."""
    return Folded(text.lower() if text.isascii() else "".join(map(_drawn, text)), text)


def without_entities(text: str) -> str:
    """`text` with `&amp;` and its kin read as the characters that they stand for."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def visible(comment_html: str) -> str:
    """What readers see of a comment, and behind that where its links lead, out of its sanitized HTML."""
    return html.unescape(" ".join((_TAG.sub("", comment_html), *_TARGET.findall(comment_html))))


@lru_cache(maxsize=4096)
def _drawn(sign: str) -> str:
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(
        latin_twin(part).casefold() for part in parts if unicodedata.category(part) not in ("Cf", "Mn", "Me", "Cs")
    )
