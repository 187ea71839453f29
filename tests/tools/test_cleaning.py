"""What is typed neither turns its neighbours round nor towers over them, and else stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.tools.cleaning import MOST_MARKS, clean, is_printable, is_visible


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
def test_what_reverses_others_is_taken_out(code: int) -> None:
    assert clean(f"Dara{chr(code)}gnp.exe") == "Daragnp.exe"


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",
        "👩‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "1️⃣",
        "❤️‍🔥",
        "Nguyễn Thị Ánh",
        "שָׁלוֹם",
        "བསྒྲུབས",
        "a\u200fb",
        "क्ष्म्य",
        "ด้วยที่",
        "x\ty\n\n  z",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


def test_marks_on_one_letter_are_few_whatever_is_hidden_between_them() -> None:
    assert clean("e" + "\u0301" * 40 + "nd") == "e" + "\u0301" * MOST_MARKS + "nd"
    assert clean("e" + "\u0301\u200d" * 40) == "e" + "\u0301\u200d" * MOST_MARKS + "\u200d" * (40 - MOST_MARKS)


def test_every_kind_of_line_end_is_one() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\n") == "a\nb\nc\nd\ne"


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\u200b\u200d", "\u115f\u1160\u3164\uffa0", "\u17b4\u17b5", "\U00016fe4", "\u2800", "\u0301", "\ufe0f"],
)
def test_nothing_to_see_is_nothing(text: str) -> None:
    assert not is_visible(text)


def test_control_characters_and_half_characters_cannot_be_shown() -> None:
    assert not any(map(is_printable, ("a\0", "\x1b[2J", "\x85", "\ud800", "a\nb")))
    assert is_printable("a\nb\tc", "\n\t")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
