"""Asking readers to go elsewhere is told, and so is a script that nobody used; other talk is left alone."""

import pytest

from blog.articles.models import Article
from blog.comments.spam import judge
from tests.comments.spam.checks.conftest import FIRST, said
from tests.factories import make_comment


@pytest.mark.parametrize(
    "text",
    [
        "Check out my new channel",
        "please subscribe",
        "Sub to me and i will sub back",
        "CHECK MY CHANNEL OUT",
        "cheсk out mу blоg",
        "Earn easy money from home",
        "contact him on WhatsApp",
        "Click here",
    ],
)
def test_asking_readers_to_go_elsewhere_is_told(text: str, article: Article) -> None:
    assert any(reason.startswith("Asks readers to go elsewhere") for reason in judge(said(text)).sentences)


@pytest.mark.parametrize(
    "text",
    [
        "I work at the silo, in another city like my brother.",
        "We should support the harbour board in this. It costs us money.",
        "Did anybody check the figures? My father did, on the channel.",
        "My page of the ledger says the same.",
        "The ferry is free on Sundays, and money is short.",
    ],
)
def test_other_talk_is_left_alone(text: str, article: Article) -> None:
    assert judge(said(text)).sentences == [FIRST]


def test_a_script_that_nobody_used_is_told(article: Article, known: bytes) -> None:
    text = "Купите дешёвые билеты сегодня"
    by_numbers = text.encode("ascii", "xmlcharrefreplace").decode()
    assert judge(said(by_numbers, known)).sentences == judge(said(text, known)).sentences
    assert "Nobody has written in this script here (Cyrillic)" in judge(said(text, known)).sentences
    make_comment(article, "Паром ушёл в тумане", name="Anna")
    assert judge(said(text, known)).sentences == []
