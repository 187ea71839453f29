"""Words marked within a text."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

# So many words are marked, and no longer ones: who reads a page full of marks sees none.
MOST = 30
LONGEST = 200


def marked(text: str, words: Iterable[str]) -> Markup:
    """`text` escaped, and each of `words` in a `<mark>` where it stands in it."""
    parts, end = [], 0
    for start, after in places(text, tuple(words)):
        parts += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:after])]
        end = after
    return Markup("").join([*parts, escape(text[end:])])


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where `words` stand in `text`, in order and apart. Within another word only one that is nowhere a word itself."""
    wanted = {word for word in words[:MOST] if word.strip() and len(word) <= LONGEST}
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for word in wanted for span in _spans(text, word)):
        if found and start <= found[-1][1]:
            first, last = found.pop()
            start, end = first, max(last, end)
        found.append((start, end))
    return found


def _spans(text: str, word: str) -> list[tuple[int, int]]:
    whole = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]
    return whole or [match.span() for match in re.finditer(rf"{re.escape(word)}", text, re.IGNORECASE)]
