"""The sanitizer of what readers type. Nothing else imports bleach."""

from functools import partial
from typing import Any

from bleach.linkifier import LinkifyFilter, build_url_re
from bleach.sanitizer import Cleaner

from blog.tools.markdown import comment_html

# Raised whenever the output for some input changes: stored HTML of an older version can then be found and renewed.
VERSION = 1

TAGS = frozenset({"p", "br", "em", "strong", "code", "blockquote", "ul", "ol", "li", "a"})
ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"]}
PROTOCOLS = frozenset({"http", "https"})
REL = "nofollow ugc noopener"


def safe_comment_html(source: str) -> str:
    """Markdown `source` as HTML that is safe on a public page: links only to http(s), each with our `rel`."""
    return str(_cleaner().clean(comment_html(source))).strip()


def _cleaner() -> Cleaner:
    # One for each call: a Cleaner holds the state of its parser and may not be shared by threads.
    return Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        protocols=PROTOCOLS,
        strip_comments=True,
        filters=[partial(LinkifyFilter, callbacks=[_settle_link], skip_tags={"code"}, url_re=_URL)],
    )


def _settle_link(attrs: dict[Any, str], new: bool = False) -> dict[Any, str] | None:
    """The link with our `rel`, or None, which leaves its text alone, unless it leads to http(s)."""
    href = attrs.get((None, "href"), "")
    if not href.lower().startswith(("http://", "https://")):
        return None
    # Found in plain text: only what was typed with its scheme, or every "yes.no" would become a link.
    if new and not attrs["_text"].lower().startswith(("http://", "https://")):
        return None
    attrs[(None, "rel")] = REL
    return attrs


_URL = build_url_re(protocols=sorted(PROTOCOLS))
