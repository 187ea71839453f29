"""The sanitizer of what readers type. Nothing else imports bleach."""

import re
from functools import partial
from html import escape
from typing import Any

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from blog.tools.markdown import comment_html

# Raised whenever the output for some input changes: stored HTML of an older version can then be found and renewed.
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
