"""The sanitizer of what readers type. Nothing else imports bleach."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape, unescape
from typing import Any

from bleach.html5lib_shim import Filter
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markupsafe import Markup

from blog.tools.markdown import comment_html
from blog.tools.marking import places

# Raised whenever the output for some input changes: `flask comments render` then renews what is stored.
VERSION = 2

TAGS = frozenset({"p", "br", "em", "strong", "code", "blockquote", "ul", "ol", "li", "a"})
ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"]}
PROTOCOLS = frozenset({"http", "https"})
REL = "nofollow ugc noopener"
# Tags and entities. No text that is meant has so many, and each takes bleach some 20 microseconds.
MOST_MARKS = 1500
# From each bracket the parser looks for its end.
MOST_BRACKETS = 400

# Control characters, as bleach shows them.
_UNSEEN = dict.fromkeys({*range(32)} - {ord("\t")}, "?")
# bleach's own pattern takes time that grows with the square of a run of parentheses or hyphens. This one finds only
# what was typed with its scheme: else every "yes.no" would become a link.
_URL = re.compile(
    r"(?<![\w@.])https?://[\w-]+(?:\.[\w-]+)+(?:[:/?#][^\s{}|\\^`<>\"«»“”]*)?(?<![.,:;!?'])", re.IGNORECASE
)


def safe_comment_html(source: str) -> str:
    """Markdown `source` as HTML that is safe on a public page: links only to http(s), each with our `rel`."""
    if source.count("[") > MOST_BRACKETS:
        return _as_typed(source)
    html = comment_html(source)
    if html.count("<") + html.count("&") > MOST_MARKS:
        return _as_typed(source)
    return str(_cleaner().clean(html)).strip()


def marked_comment_html(html: str, words: Iterable[str]) -> Markup:
    """`html` of a comment, sanitized once more, and each of `words` in a `<mark>` where it stands in its text."""
    # The marks are put among what has been sanitized already, and what they enclose is escaped as all text is.
    marks = [partial(_Marks, words=tuple(words))]
    cleaner = Cleaner(tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip_comments=True, filters=marks)
    return Markup(cleaner.clean(html))  # noqa: S704  sanitized


class _Marks(Filter):  # type: ignore[misc]
    """Marks words in what bleach is about to write out."""

    def __init__(self, source: Iterable[dict[str, Any]], words: tuple[str, ...]) -> None:
        super().__init__(source)
        self.words = words

    def __iter__(self) -> Iterator[dict[str, Any]]:
        run: list[dict[str, Any]] = []
        for token in super().__iter__():
            if token["type"] in ("Characters", "SpaceCharacters", "Entity"):
                run.append(token)
                continue
            yield from self._marked(run)
            run = []
            yield token
        yield from self._marked(run)

    def _marked(self, run: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The tokens of one piece of text, cut where a mark begins or ends. An entity stays whole: it is one sign."""
        texts = [unescape(f"&{token['name']};") if token["type"] == "Entity" else token["data"] for token in run]
        edges = deque(edge for place in places("".join(texts), self.words) for edge in place)
        at, inside = 0, False
        for token, text in zip(run, texts, strict=True):
            start, end = at, at + len(text)
            while at < end:
                if edges and edges[0] <= at:
                    edges.popleft()
                    inside = not inside
                    yield _mark("StartTag" if inside else "EndTag")
                cut = min(edges[0], end) if edges and token["type"] != "Entity" else end
                yield token if cut - at == len(text) else {**token, "data": text[at - start : cut - start]}
                at = cut
        if inside:
            yield _mark("EndTag")


def _mark(kind: str) -> dict[str, Any]:
    return {"type": kind, "name": "mark", "data": {}, "namespace": None}


def _as_typed(source: str) -> str:
    """`source` as one paragraph with its signs and line ends as they are."""
    lines = escape(source.strip(), quote=False).splitlines()
    return f"<p>{'<br>'.join(lines).translate(_UNSEEN)}</p>"


def _cleaner() -> Cleaner:
    # One for each call: a Cleaner holds the state of its parser and may not be shared by threads.
    return Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        protocols=PROTOCOLS,
        strip_comments=True,
        filters=[partial(LinkifyFilter, callbacks=[_settle_link], skip_tags={"code"}, url_re=_URL)],
    )


def _settle_link(attrs: dict[Any, str], _new: bool = False) -> dict[Any, str] | None:
    """The link with our `rel`, or None, which leaves its text alone, unless it leads to http(s)."""
    href = attrs.get((None, "href"), "")
    if not href.lower().startswith(("http://", "https://")):
        return None
    attrs[(None, "rel")] = REL
    return attrs
