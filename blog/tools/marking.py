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
    # The longest first: "casino bonus" is marked as one.
    wanted = sorted({word for word in words[:MOST] if word.strip() and len(word) <= LONGEST}, key=len, reverse=True)
    if not wanted:
        return []
    patterns = [whole if re.search(whole := _whole(word), text, re.IGNORECASE) else re.escape(word) for word in wanted]
    found: list[tuple[int, int]] = []
    for match in re.finditer("|".join(patterns), text, re.IGNORECASE):
        start, end = match.span()
        if found and found[-1][1] == start:
            start, _ = found.pop()
        found.append((start, end))
    return found


def _whole(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)"
