"""Wave mode: everything is held until a time."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import holding, posting, spam
from blog.comments.holding import BadTime
from blog.comments.models import APPROVED, PENDING, Comment
from blog.comments.spam.verdicts import Reason, Submission
from blog.tools.clock import now
from tests.factories import make_article, make_comment

HOUR = timedelta(hours=1)


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def reply(article: Article, text: str = "Well said.") -> Comment:
    return posting.post(article, posting.Reply(text, "Dara", "dara@example.org"))


def test_known_senders_are_held_too_and_told_why_and_the_newsroom_is_not(article: Article, admin: User) -> None:
    make_comment(article)
    wave = holding.start(None, now() + HOUR, admin)
    held = reply(article)
    assert held.status == PENDING
    assert held.reasons[0] == f"Everything is held until {holding.spoken(wave.until)}"
    assert posting.post_as_staff(article, "We are looking into it.", None, admin).status == APPROVED


def test_it_ends_by_itself_and_by_hand(article: Article, admin: User) -> None:
    make_comment(article)
    wave = holding.start(None, now() + HOUR, admin)
    wave.until = now() - timedelta(seconds=1)
    assert reply(article, "One").status == APPROVED
    other = holding.start(None, now() + HOUR, admin)
    assert reply(article, "Two").status == PENDING
    holding.end(other)
    assert reply(article, "Three").status == APPROVED
    ended = other.ended_at
    holding.end(other)
    assert other.ended_at == ended


def test_one_article_is_held_and_the_others_are_not(article: Article, admin: User) -> None:
    other = make_article("Another", author=admin)
    make_comment(other)
    wave = holding.start(article.id, now() + HOUR, admin)
    assert reply(article).status == PENDING
    assert reply(other).status == APPROVED
    site = holding.start(None, now() + 2 * HOUR, admin)
    assert reply(other, "Again").status == PENDING
    assert holding.held_until(article.id, holding.wave_ends()) == site.until
    assert list(holding.all_current()) == [site, wave]


def test_the_later_wave_replaces_the_former_of_the_same_place(article: Article, admin: User) -> None:
    long, short = holding.start(None, now() + 9 * HOUR, admin), holding.start(None, now() + HOUR, admin)
    assert list(holding.all_current()) == [short]
    assert long.ended_at
    assert holding.held_until(article.id, holding.wave_ends()) == short.until


def test_nothing_is_held_until_a_time_that_makes_no_sense(article: Article, admin: User) -> None:
    for until in (now() - HOUR, now() + timedelta(days=7, hours=1), datetime(9999, 12, 31, tzinfo=UTC)):
        with pytest.raises(BadTime):
            holding.start(None, until, admin)
    assert holding.all_current() == []


def test_what_is_spam_is_spam_during_a_wave_as_well(
    article: Article, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding.start(None, now() + HOUR, admin)

    def certain(_submission: Submission) -> list[Reason]:
        return [Reason("certain", "Nothing but spam", spam.SPAM_AT)]

    monkeypatch.setattr(spam, "CHECKS", (*spam.CHECKS, certain))
    assert reply(article).verdict == spam.SPAM


@pytest.mark.usefixtures("minutes_to_spare")
@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_the_time_is_that_of_the_site_with_the_day_where_it_is_another(app: Flask) -> None:
    assert holding.spoken(datetime(2026, 8, 31, 14, 32, tzinfo=UTC)) == "31 August, 18:02"
    assert len(holding.spoken(now())) == len("18:02")
