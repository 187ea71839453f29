"""Who comments in the generated newsroom, what they say, and how they were judged."""

from dataclasses import dataclass

from blog.accounts.colouring import hue
from blog.cli.generating.prose import Prose
from blog.comments import posting
from blog.comments.spam import HOLD, PUBLISH, SPAM, Verdict, sounding
from blog.comments.spam.checks.history import FIRST_COMMENT, WELL_KNOWN
from blog.comments.spam.checks.trap import FILLED
from blog.comments.spam.verdicts import Reason
from blog.tools.crypto import seal
from blog.tools.sanitizing import safe_comment_html
from blog.tools.scripts import text_language

_FIRST = Reason("history", "First comment from this address", FIRST_COMMENT, holds=True)
_TRAPPED = Reason("trap", "Hidden field filled", FILLED, condemns=True)

KNOWN = Verdict(PUBLISH, WELL_KNOWN, [Reason("history", "", WELL_KNOWN)])
UNKNOWN = Verdict(HOLD, FIRST_COMMENT, [_FIRST])
TRAPPED = Verdict(SPAM, FILLED + FIRST_COMMENT, [_TRAPPED, _FIRST])


@dataclass(frozen=True)
class Remark:
    """A text, sanitized, and what it sounds like."""

    text: str
    html: str
    language: str
    bands: list[int]


@dataclass(frozen=True)
class Reader:
    """Somebody who comments. Their address is sealed once: that takes longer than all else about a comment."""

    name: str
    address_index: bytes
    address_sealed: bytes
    hue: int


def remarks(prose: Prose, number: int) -> list[Remark]:
    """So many different texts."""
    texts: dict[str, None] = {}
    while len(texts) < number:
        texts[prose.comment()] = None
    return [Remark(one, safe_comment_html(one), text_language(one), sounding.bands(one)) for one in texts]


def reader(name: str) -> Reader:
    """Somebody of this name, with an address made from it."""
    address = f"{name.replace(' ', '').lower()}@reader.example"
    return Reader(name, posting.address_index(address), seal(address), hue(address))
