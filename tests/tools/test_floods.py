"""The worst text costs little: readers' in a tenth of a second, authors' in time that grows no faster than the text."""

from html import escape

import pytest

from blog.articles.models import BODY_LENGTH
from blog.articles.publishing import count_words
from blog.comments.models import TEXT_LENGTH
from blog.tools.cleaning import clean
from blog.tools.hashtags import find_hashtags
from blog.tools.markdown import MOST_MARKS as MOST_ARTICLE_MARKS
from blog.tools.markdown import article_html, hashtags_in
from blog.tools.sanitizing import MOST_MARKS, safe_comment_html
from tests.pace import seconds

# What is repeated until the text is full: each makes a parser look ahead, go back, nest or count.
UNITS = [
    "[", "[]", "[a](", "[a](<b", '[a](b "', "![", "[a]: /u\n", "[a]\n", "[[a]: <", "*a ", "**a", "_a*", "*_`",
    "a_b", "~~", "`", "` ``", "```a\n", ">", "> \n", "> - ", "- ", "* a\n", "1. ", "# a\n", "a\n=\n", "|", "|-",
    "|a|b|\n|-|-|\n|c|d|\n\n", "<http://a", "<http://a>", "http://", "http://a.b ", "http://a/(",
    "http://a.b/http://", "www.a.b ", "a.b", "a.", "a-", "a:", "a@b.c ", "@", "(", ")", "&", "&amp;", "&#x6a;",
    "&a;", "<", "<a href=", "<!--", "<![CDATA[", "\\", "\n", " ", "\t", "  \n", "#", "#a ", "#a#", "#a http://b ",
    "\u2028", "a\u0301", "\u200d", "سلام ", "9", "\U0001f600",
]  # fmt: skip
# As deep as there is room.
PAIRS = [("[", "]"), ("[", "](http://a)"), ("*", "*"), ("(", ")"), ("[a](http://", ")"), ("<b>", "</b>"), ("`", "`")]


def full(unit: str, length: int = TEXT_LENGTH) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def nested(start: str, end: str, length: int = TEXT_LENGTH) -> str:
    depth = length // len(start + end)
    return start * depth + end * depth


def stairs(unit: str) -> str:
    """Runs of `unit`, each one longer than the last, so that none closes another."""
    return " a".join(unit * length for length in range(1, 125))[:TEXT_LENGTH]


WORST = [*map(full, UNITS), *(nested(*pair) for pair in PAIRS), *map(stairs, "`*_>~[(")]


@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:12]))
def test_the_worst_comment_costs_a_tenth_of_a_second(text: str) -> None:
    assert len(text) <= TEXT_LENGTH
    assert seconds(lambda: safe_comment_html(clean(text)), limit=0.1) < 0.1


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_an_article_costs_no_more_than_its_length(unit: str) -> None:
    def cost(length: int, limit: float = 0.0) -> float:
        text = full(unit, length)
        return seconds(lambda: (article_html(text, lambda _: None, str), count_words(clean(text))), 2, limit)

    # Eight times the text; what grows with the square would take sixty-four times as long.
    limit = 24 * max(cost(4_000), 0.002)
    assert cost(32_000, limit) < limit


@pytest.mark.parametrize(
    "unit", ["|a|b|\n|-|-|\n|c|d|\n\n", "![", "* a\n", "- a\n", "**a", "a", "#a http://b "], ids=ascii
)
def test_the_longest_article_is_read_in_seconds(unit: str) -> None:
    text = full(unit, BODY_LENGTH)
    assert seconds(lambda: article_html(text, lambda _: None, str), tries=1) < 3
    assert seconds(lambda: list(find_hashtags(text)), tries=1) < 1


def test_an_article_of_marks_alone_is_shown_as_typed() -> None:
    text = "*a* #b <i> " * MOST_ARTICLE_MARKS
    assert hashtags_in(text) == []
    assert article_html(text, lambda _: None, str) == f"<p>{escape(text.strip())}</p>\n"


def test_a_flood_of_marks_is_shown_as_typed() -> None:
    assert safe_comment_html("a & b\n" * MOST_MARKS) == "<p>" + "a &amp; b<br>" * (MOST_MARKS - 1) + "a &amp; b</p>"
    assert "<em>" in safe_comment_html("*a* " * (MOST_MARKS // 2 - 1))
