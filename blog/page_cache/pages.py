"""Pages as they are kept: what each was made of, and how it is sent."""

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from werkzeug.http import parse_etags, quote_etag, unquote_etag

from blog.page_cache import coding
from blog.page_cache.versions import Marks, Moment

Headers = list[tuple[str, str]]

# In bytes: what a page and each of its representations take beside the bodies.
_OVERHEAD = 2048

# Kinds of content that compress well.
_TEXT = ("text/", "application/json", "application/speculationrules+json", "image/svg+xml")

# In characters, of what is looked at: no browser says more.
LONGEST_HEADER = 500

# What an answer without a body says nothing about.
_OF_THE_BODY = {"content-type", "content-length", "content-encoding"}


@dataclass(frozen=True)
class Representation:
    """A page as it is sent to those who read one coding."""

    etag: str
    body: bytes
    headers: Headers
    # For those who have it already.
    unchanged: Headers

    def is_had_by(self, given: str | None) -> bool:
        """Whether who sends this If-None-Match has it. nginx calls a tag weak where it has compressed the page."""
        if given is None or given == self.etag:
            return given is not None
        return parse_etags(given[:LONGEST_HEADER]).contains_weak(unquote_etag(self.etag)[0] or "")


class Key(NamedTuple):
    """What a page is kept under: its path, and what of the query makes it another page."""

    path: str
    query: str = ""


@dataclass
class Page:
    """One page, as Flask answered it, in the representations that have been asked for."""

    key: Key
    # What it was made of, as read before it was made.
    marks: Marks
    # In seconds since 1970, when it changes though nobody writes.
    until: float
    headers: Headers
    representations: dict[str, Representation] = field(default_factory=dict)
    # When the marks were found to be the present ones, as `Versions.moment` says it.
    checked_at: Moment | None = None

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return sum(len(one.body) + _OVERHEAD for one in list(self.representations.values()))

    def has_ended(self) -> bool:
        """Whether it has changed since, though nobody has written."""
        return time.time() >= self.until

    def coding_for(self, accepted: str) -> str:
        """The coding for a browser with this Accept-Encoding. Pictures and fonts are small already."""
        is_text = _value(self.headers, "content-type").startswith(_TEXT)
        return coding.choose(accepted[:LONGEST_HEADER]) if is_text else coding.PLAIN

    def plain(self) -> bytes:
        """The body as Flask made it."""
        (name, made), *_ = list(self.representations.items())
        return coding.decompress(made.body, name)

    def add(self, name: str, plain: bytes) -> Representation:
        """The page, whose body is `plain`, in the coding `name`."""
        body = coding.compress(plain, name)
        etag = _etag(self.headers, name)
        common = [pair for pair in self.headers if pair[0].lower() not in ("etag", "content-length", "vary")]
        common += [("ETag", etag), ("Vary", "Accept-Encoding")]
        unchanged = [pair for pair in common if pair[0].lower() not in _OF_THE_BODY]
        encoding = [("Content-Encoding", name)] if name else []
        made = Representation(etag, body, [*common, *encoding, ("Content-Length", str(len(body)))], unchanged)
        self.representations[name] = made
        return made


def _etag(headers: Headers, name: str) -> str:
    tag = _value(headers, "etag")
    return quote_etag(f"{unquote_etag(tag)[0]}-{name}") if name else tag


def _value(headers: Headers, wanted: str) -> str:
    return next(value for name, value in headers if name.lower() == wanted)
