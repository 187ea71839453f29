"""What the classifier sees of a comment: its words and pairs of words, its links, its sender, its shape."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from blog.comments.spam.asking import asks
from blog.comments.spam.folding import Folded, fold, without_entities
from blog.comments.spam.linking import links, site_of

# To be raised when the same comment gives other features than before: what was learned means nothing then, and
# `flask comments relearn` learns it anew.
FEATURES = 1

# Of a long text the beginning and the end count: so many words of each, and as many pairs.
FIRST_WORDS = 70
LAST_WORDS = 20
MOST_SITES = 10
# Beyond so many characters nothing but links is looked for.
FIRST = 1500
LAST = 500
# Of so many characters the script is told.
READ = 400
# A link with so few words beside it stands alone.
ALONE = 2

_WORD = re.compile(r"\w+")
# How addresses begin tells something, but nobody wants to be told.
_UNTOLD = frozenset(("http", "https", "www"))


def features(text: str, name: str, website: str) -> dict[str, str]:
    """The features of a comment, each with what of the comment it is, as it stands there; "" for what has no words.

    At most some 300, however long the text is.
    """
    text = without_entities(text)
    folded = fold(excerpt(text))
    found: dict[str, str] = {}
    for feature, written in (*_words(folded), *_links(text), *_sender(name, website), *_shape(folded)):
        found.setdefault(feature, written)
    return found


def excerpt(text: str) -> str:
    """The beginning and the end of `text`; all of it where that is not long."""
    return text if len(text) <= FIRST + LAST else text[:FIRST] + "\n" + text[-LAST:]


def _words(folded: Folded) -> Iterator[tuple[str, str]]:
    matches = list(_WORD.finditer(folded.text))
    if len(matches) > FIRST_WORDS + LAST_WORDS:
        matches = matches[:FIRST_WORDS] + matches[-LAST_WORDS:]
    for match in matches:
        yield f"word {match[0]}", "" if match[0] in _UNTOLD else folded.written(*match.span())
    for one, next_one in pairwise(matches):
        told = _UNTOLD.isdisjoint((one[0], next_one[0]))
        yield f"pair {one[0]} {next_one[0]}", folded.written(one.start(), next_one.end()) if told else ""


def _links(text: str) -> Iterator[tuple[str, str]]:
    found = links(text)
    if not found:
        return
    yield "link", ""
    for link in found[:MOST_SITES]:
        yield f"site {site_of(link.host)}", link.written
    beside = len(_WORD.findall(text)) - sum(len(_WORD.findall(link.written)) for link in found)
    if beside <= ALONE:
        yield "link alone", found[0].written


def _sender(name: str, website: str) -> Iterator[tuple[str, str]]:
    folded = fold(name)
    for match in list(_WORD.finditer(folded.text))[:FIRST_WORDS]:
        yield f"name {match[0]}", folded.written(*match.span())
    for link in links(website)[:1]:
        yield "website", ""
        yield f"site {site_of(link.host)}", link.host


def _shape(folded: Folded) -> Iterator[tuple[str, str]]:
    for start, end in asks(folded):
        yield "asks", folded.written(start, end)
    kind = script(folded.text)
    if kind:
        yield f"script {kind}", ""


def script(text: str) -> str:
    """The script that most letters of `text` are of, by Unicode's names, as LATIN; "" where it has none."""
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else ""
    counts: dict[str, int] = {}
    for sign in text[:READ]:
        if sign.isalpha():
            kind = "LATIN" if sign.isascii() else unicodedata.name(sign, "UNKNOWN").split()[0]
            counts[kind] = counts.get(kind, 0) + 1
    return max(counts, key=lambda kind: counts[kind], default="")
