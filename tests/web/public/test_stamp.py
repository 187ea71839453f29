"""The reply form knows when it was opened, and has a field that only what is no reader fills."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.spam import stamping
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_comment
from tests.pages import Client, Page

BUTTON = "Post Comment"
TEXT = "The quay is empty since the strike began"
LONG_OPEN = "This form was open for a long time. Check your comment and post it again"


@pytest.fixture
def article(author: User) -> Article:
    return make_article(author=author)


@pytest.fixture
def page(client: Client, article: Article) -> Page:
    return client.page(f"/{article.published_at:%Y/%m}/{article.slug}/")


def aged(kind: str, ago: timedelta) -> str:
    """A true stamp, made so long ago."""
    return stamping._make(kind, int((now() - ago).timestamp()))


def only() -> Comment:
    return db.session.query(Comment).one()


def known(article: Article) -> None:
    """Dara has been approved before, elsewhere."""
    make_comment(make_article("Another"), "Words of before", address="dara@example.org", status=APPROVED)


def test_what_fills_the_hidden_field_is_spam_and_is_told_nothing(
    client: Client, page: Page, article: Article, reader: dict[str, str]
) -> None:
    known(article)
    answer = client.press(page, BUTTON, comment=TEXT, topic="Cheap", **reader)
    comment = db.session.query(Comment).order_by(Comment.id.desc()).first()
    assert (comment.status, comment.reasons[0]) == (SPAM, "Hidden field filled")
    assert answer.status_code == 303
    assert f"pending={comment.id}" in answer.location
    shown = client.page(answer.location.partition("#")[0])
    assert TEXT in shown.text
    assert "pam" not in shown.text


def test_the_hidden_field_is_out_of_reach(page: Page) -> None:
    field = page.one("input", name="topic")
    assert (field.get("tabindex"), field.get("autocomplete"), field.get("value")) == ("-1", "off", "")
    wrapper = field.closest("div")
    assert wrapper.get("aria-hidden") == "true"
    assert "inert" in wrapper.attributes


def test_who_is_known_is_published_with_the_stamp_of_the_page(
    client: Client, page: Page, article: Article, reader: dict[str, str]
) -> None:
    known(article)
    client.submit(page, BUTTON, comment=TEXT, **reader)
    assert db.session.query(Comment).filter_by(text=TEXT).one().status == APPROVED


@pytest.mark.usefixtures("standing_clock")
def test_haste_is_told_by_the_exact_stamp(client: Client, page: Page, reader: dict[str, str]) -> None:
    stamp = client.get("/comments/stamp")
    assert stamp.headers["Cache-Control"] == "private, no-store"
    client.submit(page, BUTTON, comment=TEXT, stamp=stamp.json["stamp"], **reader)
    assert any("s after the form was opened" in reason for reason in only().reasons)


def test_who_takes_a_minute_is_not_hasty(client: Client, page: Page, reader: dict[str, str]) -> None:
    client.submit(page, BUTTON, comment=TEXT, stamp=aged("exact", timedelta(minutes=1)), **reader)
    assert only().reasons == ["First comment from this address"]


@pytest.mark.parametrize("stamp", ["", "page-1-x", "exact-9999999999-" + "A" * 16, "é-1-1", "exact-٣-x", "x" * 9000])
def test_no_stamp_or_a_forged_one_refuses_nobody(
    stamp: str, client: Client, page: Page, article: Article, reader: dict[str, str]
) -> None:
    known(article)
    client.submit(page, BUTTON, comment=TEXT, stamp=stamp, **reader)
    assert db.session.query(Comment).filter_by(text=TEXT).one().status == APPROVED


@pytest.mark.parametrize("kind", ["page", "exact"])
def test_a_form_of_yesterday_is_shown_once_more_and_then_taken(
    kind: str, client: Client, page: Page, reader: dict[str, str]
) -> None:
    old = aged(kind, timedelta(hours=25))
    again = client.submit(page, BUTTON, status=422, comment=TEXT, stamp=old, **reader)
    assert LONG_OPEN in again.text
    assert again.one("textarea").text == TEXT
    client.submit(again, BUTTON)
    assert only().status == PENDING


def test_a_form_of_this_morning_is_taken(client: Client, page: Page, reader: dict[str, str]) -> None:
    client.submit(page, BUTTON, comment=TEXT, stamp=aged("page", timedelta(hours=23)), **reader)
    assert only().text == TEXT


def test_a_page_keeps_its_stamp_for_an_hour_and_gets_another_when_no_other_page_does(
    client: Client, article: Article, page: Page
) -> None:
    other = make_article("Another")
    paths = [page.path, f"/{other.published_at:%Y/%m}/{other.slug}/"]

    def stamps() -> list[str | None]:
        return [client.page(path).one("input", name="stamp").get("value") for path in paths]

    with time_machine.travel(stamping.next_page_stamp(article.id) - timedelta(seconds=1), tick=False) as clock:
        before = stamps()
        clock.shift(1)
        changed = stamps()
        clock.shift(3599)
        kept = stamps()
        clock.shift(1)
        changed_again = stamps()
    assert (before[0] != changed[0], before[1] == changed[1]) == (True, True)
    assert kept[0] == changed[0] != changed_again[0]


@pytest.mark.usefixtures("minutes_to_spare")
def test_the_page_is_the_same_for_everybody(app: Flask, client: Client, page: Page) -> None:
    tags = [app.test_client().get(page.path).headers["ETag"] for _ in range(3)]
    assert len(set(tags)) == 1
