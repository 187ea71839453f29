"""Who was approved may set a link or two; links and names that advertise are told."""

import pytest

from blog.articles.models import Article
from blog.comments.spam import HOLD, PUBLISH, judge
from tests.comments.spam.checks.conftest import FIRST, said


def test_a_first_comment_is_held_whatever_speaks_for_it(article: Article) -> None:
    verdict = judge(said("Agreed."))
    assert (verdict.kind, verdict.sentences) == (HOLD, [FIRST])


def test_who_was_approved_is_published(known: bytes) -> None:
    verdict = judge(said("Agreed.", known))
    assert (verdict.kind, verdict.sentences) == (PUBLISH, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The report is at https://port.example/2026.pdf, page 4", PUBLISH),
        ("See https://port.example/a and https://port.example/b", PUBLISH),
        ("a.example.com b.example.com c.example.com d.example.com e.example.com f.example.com", HOLD),
    ],
)
def test_who_was_approved_may_set_a_link_or_two(text: str, kind: str, known: bytes) -> None:
    assert judge(said(text, known)).kind == kind


def test_links_are_counted_and_marked(article: Article) -> None:
    verdict = judge(said("Go to https://a.example.com, b.example.com/x and c.example . com"))
    assert "3 links" in verdict.sentences
    assert {"https://a.example.com,", "b.example.com/x", "c.example . com"} <= set(verdict.evidence["marks"])


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"[casino](https://s{number}.example/x)" for number in range(4)),
        "".join(f"[casino](http&colon;//s{number}.example/x)" for number in range(4)),
    ],
)
def test_links_are_counted_as_readers_would_be_shown_them(text: str, known: bytes) -> None:
    verdict = judge(said(text, known))
    assert verdict.kind != PUBLISH
    assert "4 links" in verdict.sentences


def test_a_link_for_a_name_is_held(known: bytes) -> None:
    assert "Link in the name" in judge(said("Agreed.", known, name="best-loans.com")).sentences


@pytest.mark.parametrize("name", ["Cheap Casino Bonus", "SEO agency Tolm", "Саsino Royal", "ＬＯＡＮＳ"])
def test_a_name_that_advertises_is_told(name: str, article: Article) -> None:
    assert any(
        reason.startswith("Name looks like an advertisement") for reason in judge(said("Hm.", name=name)).sentences
    )


@pytest.mark.parametrize("name", ["Dara", "Hal of Skaldwick", "Ana Luz", "نرگس", "Carlo Anglo", "Freeman"])
def test_a_name_is_a_name(name: str, article: Article) -> None:
    assert judge(said("Agreed.", name=name)).sentences == [FIRST]
