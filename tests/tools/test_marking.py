"""Words are marked in what is shown, and nothing else of it changes."""

import re
import time

import pytest

from blog.tools.marking import marked
from blog.tools.sanitizing import marked_comment_html, safe_comment_html
from tests.hostile import STRINGS


def test_whole_words_are_marked_in_any_case() -> None:
    assert marked("Ad, shadow, AD", ["ad"]) == "<mark>Ad</mark>, shadow, <mark>AD</mark>"


def test_what_is_nowhere_a_word_is_marked_within_one() -> None:
    assert marked("Casinos", ["casino"]) == "<mark>Casino</mark>s"


def test_the_longest_is_marked_as_one_and_neighbours_together() -> None:
    assert marked("casino bonus", ["bonus", "casino bonus"]) == "<mark>casino bonus</mark>"
    assert marked("abcd", ["ab", "cd"]) == "<mark>abcd</mark>"


def test_marks_in_persian_and_of_signs() -> None:
    assert marked("سلام کازینو", ["کازینو"]) == "سلام <mark>کازینو</mark>"
    assert marked("a.*b ab", [".*", "", "  ", "x" * 9999]) == "a<mark>.*</mark>b ab"


def test_text_and_marks_are_escaped() -> None:
    assert marked("<b> & <i>", ["<b>"]) == "<mark>&lt;b&gt;</mark> &amp; &lt;i&gt;"


@pytest.mark.parametrize(
    ("source", "word", "result"),
    [
        ("Big **casino** here", "casino", "<p>Big <strong><mark>casino</mark></strong> here</p>"),
        ("a & b", "a & b", "<p><mark>a &amp; b</mark></p>"),
        ("<script>x", "<script>", "<p><mark>&lt;script&gt;</mark>x</p>"),
        ("&lt; lt", "lt", "<p>&lt; <mark>lt</mark></p>"),
    ],
)
def test_words_are_marked_in_the_html_of_a_comment(source: str, word: str, result: str) -> None:
    assert marked_comment_html(safe_comment_html(source), [word]) == result


def test_without_its_marks_the_html_is_what_it_was() -> None:
    for source in STRINGS[::7]:
        html = safe_comment_html(source)
        words = [source[:9], "script", "a", "<", "&", "href", "mark", '"']
        assert re.sub("</?mark>", "", marked_comment_html(html, words)) == html


def test_a_text_of_marks_alone_takes_no_time() -> None:
    html = safe_comment_html("a b & " * 1300)
    began = time.monotonic()
    assert marked_comment_html(html, [*"abcdefghij", "a b"]).count("<mark>") > 1000
    assert time.monotonic() - began < 5
