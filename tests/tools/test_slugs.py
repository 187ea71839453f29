"""Addresses are made from headlines and tags."""

from hypothesis import given
from hypothesis import strategies as st

from blog.tools.slugs import ascii_slug, free_slug, unicode_slug


def test_a_headline_becomes_lower_case_ascii_words() -> None:
    assert ascii_slug("Teachers’ strike: “We’ll wait” — Øyr & Ærø", 80) == "teachers-strike-well-wait-oyr-aero"


def test_a_long_headline_is_cut_between_words() -> None:
    assert ascii_slug("launchers cross the border", 20) == "launchers-cross-the"


def test_a_tag_keeps_its_script() -> None:
    assert unicode_slug("فانوس", 50) == "فانوس"
    assert unicode_slug("Tolm_Light", 50) == unicode_slug("tolm_light", 50)


def test_tags_that_differ_in_vowels_alone_are_two_in_scripts_that_write_those_as_marks() -> None:
    for one, other in (("दिन", "दान"), ("กิน", "กัน"), ("שָׁלוֹם", "שלום")):
        assert unicode_slug(one, 50) != unicode_slug(other, 50)
    assert unicode_slug("दिन", 50) == "दिन"


def test_a_taken_slug_gets_the_next_free_number() -> None:
    assert free_slug("ferry", 80, {"ferry", "ferry-2"}.__contains__) == "ferry-3"
    assert free_slug("ferry", 80, set().__contains__) == "ferry"


@given(st.text(), st.integers(min_value=5, max_value=80))
def test_a_slug_is_never_longer_than_its_column(text: str, longest: int) -> None:
    taken = {ascii_slug(text, longest)}
    slug = free_slug(ascii_slug(text, longest), longest, taken.__contains__)
    assert len(slug) <= longest
    assert slug not in taken
    assert len(unicode_slug(text, longest)) <= longest
