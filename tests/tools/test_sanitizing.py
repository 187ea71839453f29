"""What readers type is safe on a public page, whatever they type."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.tools.sanitizing import ATTRIBUTES, REL, TAGS, _cleaner, safe_comment_html

# Pieces that mean something to Markdown, to HTML or to browsers, to be thrown together with anything else.
PIECES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>", "</p>", "<!--",
    "-->", "<![CDATA[", "<svg><style>", "&lt;", "&#x6a;", "&colon;", "javascript:", "JaVaScRiPt:", "data:text/html,",
    "vbscript:", "//evil.example", "https://example.org/", "http://example.org/?a=1&b=2", "mailto:a@example.org",
    "[a](", "[b]: ", "![c](", "](<", ")", "<https://example.org>", "`", "```\n", "*", "**", "_", "> ", ">>>>", "- ",
    "1. ", "99999999999. ", "\n", "\n\n", "    ", "\t", "\\", "|", "---", "# ", "'", '"', "\x00", "\u202e", "\u200c",
    "\ud800", "\x1b", "سلام", "onclick=", "style=", "&", "<", "=",
]  # fmt: skip
HOSTILE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=30).map("".join)


class Seen(HTMLParser):
    """The tags, attributes and text of a piece of HTML as a browser would read it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(HOSTILE)
def test_only_our_own_marks_and_only_links_to_the_web_come_out(source: str) -> None:
    seen = Seen(safe_comment_html(source))
    assert not seen.others
    for tag, attributes in seen.tags:
        assert tag in TAGS
        assert attributes.keys() <= set(ATTRIBUTES.get(tag, []))
        if tag == "a" and "href" in attributes:
            assert (attributes["href"] or "").lower().startswith(("http://", "https://"))
            assert attributes["rel"] == REL


@given(HOSTILE)
def test_what_comes_out_is_clean(source: str) -> None:
    html = safe_comment_html(source)
    assert _cleaner().clean(html).strip() == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Plain *words*", "<p>Plain <em>words</em></p>"),
        ("One\nTwo", "<p>One<br>\nTwo</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("yes.no is no link", "<p>yes.no is no link</p>"),
        ("# no heading", "<p># no heading</p>"),
        (
            "https://example.org/a?b=1&c=2.",
            f'<p><a href="https://example.org/a?b=1&amp;c=2" rel="{REL}">https://example.org/a?b=1&amp;c=2</a>.</p>',
        ),
        ("`https://example.org`", "<p><code>https://example.org</code></p>"),
    ],
)
def test_readers_get_what_they_meant(source: str, html: str) -> None:
    assert safe_comment_html(source) == html
