"""Hashtags are found in running text, in any script, and nowhere that they are not meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.tools.hashtags import LONGEST, find_hashtags


def words(text: str) -> list[str]:
    return [word for _, _, word in find_hashtags(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Along the #Harbour front, and at #Tolm_Light.", ["Harbour", "Tolm_Light"]),
        ("(#Council) “#Schools”—#2nd #x9", ["Council", "Schools", "2nd", "x9"]),
        ("رادیو #فانوس و #می‌خواهم", ["فانوس", "می‌خواهم"]),
        ("#हिन्दी #東京 #Ærø #Straße", ["हिन्दी", "東京", "Ærø", "Straße"]),
        ("#Harbour’s boats", ["Harbour"]),
    ],
)
def test_a_hashtag_is_a_word_of_any_script(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Platform #1 and #2026",
        "C# and a#b",
        "&#39; and &#x27;",
        "https://example.org/#top https://example.org/page#part www.example.org/?a#b",
        "##heading # alone #",
        "#" + "a" * (LONGEST + 1),
        "#___ #\u200c",
    ],
)
def test_what_only_looks_like_a_hashtag_is_none(text: str) -> None:
    assert words(text) == []


@given(st.text())
def test_what_is_found_stands_at_its_place_in_any_text(text: str) -> None:
    for start, end, word in find_hashtags(text):
        assert text[start:end] == "#" + word
