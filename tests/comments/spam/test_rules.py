"""What the rules of the admins mean, and what they leave alone."""

from dataclasses import dataclass

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.comments.spam import rules
from blog.comments.spam.models import DOMAIN, NETWORK, WORD
from blog.comments.spam.rules import BadPattern
from blog.tools.database import db
from blog.tools.sanitizing import safe_comment_html


@dataclass
class Said:
    """A comment as rules see it."""

    text: str = "Agreed."
    name: str = "Dara"
    website: str = ""
    network_index: bytes | None = None

    @property
    def html(self) -> str:
        return safe_comment_html(self.text)


def meant(said: Said, admin: User, kind: str, pattern: str, whole_words: bool = True) -> tuple[str, ...] | None:
    """What of `said` a rule means; None where it says nothing."""
    found = rules.matching([rules.make(kind, pattern, whole_words, "spam", admin)], said)
    return found[0].snippets if found else None


@pytest.mark.parametrize(
    "text", ["Play casino.", "CASINO!", "the сasinо", "ca\u200bsino", "ｃａｓｉｎｏ", "\U0001d41casino", "câsino"]
)
def test_a_word_is_found_however_it_is_written(text: str, admin: User) -> None:
    assert meant(Said(text), admin, WORD, "Casino")


@pytest.mark.parametrize("text", ["ca**si**no", "ca&#115;ino", "ca&#0000115;ino", "&#X63;asino", "ca&shy;sino"])
def test_a_word_is_found_that_readers_see_and_the_source_hides(text: str, admin: User) -> None:
    assert meant(Said(text), admin, WORD, "casino")


@pytest.mark.parametrize("text", ["The casinos of the coast.", "An occasion", "ca sino"])
def test_a_word_is_not_found_within_others(text: str, admin: User) -> None:
    assert meant(Said(text), admin, WORD, "casino") is None


def test_a_part_of_words_is_found_where_that_is_wanted(admin: User) -> None:
    assert meant(Said("The casinos"), admin, WORD, "casino", whole_words=False) == ("casino",)


def test_several_words_are_found_over_any_space(admin: User) -> None:
    assert meant(Said("Make  money\nfast, friends"), admin, WORD, "make money fast") == ("Make  money\nfast",)


def test_a_name_and_a_website_count_as_well(admin: User) -> None:
    assert meant(Said(name="Best Casino"), admin, WORD, "casino") == ("Casino",)
    assert meant(Said(website="https://x.example/casino"), admin, WORD, "casino") == ("casino",)


def test_what_is_found_is_named_as_it_stands_there(admin: User) -> None:
    assert meant(Said("One &amp; the Сasinо, ﬃ CASINO"), admin, WORD, "casino") == ("Сasinо", "CASINO")


@pytest.mark.parametrize(
    "said",
    [
        Said("See https://win.example.com/a?b"),
        Said("See example.com now"),
        Said("See EXAMPLE . com"),
        Said("hxxp://www.example.com"),
        Said("See https://example&#46;com/"),
        Said(r"[here](https://example\.com/a)"),
        Said("See **example**.com"),
        Said(name="example.com"),
        Said(website="http://example.com:8080/"),
    ],
)
def test_a_domain_is_found_wherever_it_stands(said: Said, admin: User) -> None:
    assert meant(said, admin, DOMAIN, "https://www.Example.com/page")


@pytest.mark.parametrize("text", ["See notexample.com", "https://example.com.evil.net/", "An example. Come along."])
def test_another_domain_is_not_found(text: str, admin: User) -> None:
    assert meant(Said(text), admin, DOMAIN, "example.com") is None


def test_a_network_is_found_by_its_digest_and_shown_to_admins_alone(app: Flask, admin: User) -> None:
    rule = rules.make(NETWORK, "203.0.113.0/24", True, "hold", admin)
    db.session.add(rule)
    db.session.flush()
    assert rules.matching([rule], Said(network_index=rules.network_index("203.0.113.200")))[0].snippets == ()
    assert not rules.matching([rule], Said(network_index=rules.network_index("203.0.114.7")))
    assert not rules.matching([rule], Said())
    assert "203.0" not in rule.pattern
    assert rules.shown(rule) == "203.0.113.0"


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [(WORD, ""), (WORD, " "), (WORD, "!!!"), (WORD, "x" * 201), (DOMAIN, "com"), (DOMAIN, "a b.com"), (DOMAIN, "-.com"),
     (DOMAIN, "http://"), (NETWORK, "example.com"), (NETWORK, "203.0.113"), (NETWORK, "999.1.1.1")],
)  # fmt: skip
def test_what_can_mean_nothing_is_refused(kind: str, pattern: str, admin: User) -> None:
    with pytest.raises(BadPattern):
        rules.make(kind, pattern, True, "hold", admin)


def test_all_rules_come_newest_first(app: Flask, admin: User) -> None:
    for word in ("casino", "bonus"):
        db.session.add(rules.make(WORD, word, True, "hold", admin))
        db.session.flush()
    assert [rules.shown(rule) for rule in rules.all_rules()] == ["bonus", "casino"]
