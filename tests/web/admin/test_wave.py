"""An admin has everything held, and readers are told."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import holding
from blog.tools.clock import local, now
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client, Page

pytestmark = pytest.mark.usefixtures("minutes_to_spare")


@pytest.fixture
def article(admin: User) -> Article:
    return make_article("Under siege", author=admin)


def hold(desk: Client, status: int = 200, **values: str) -> Page:
    return desk.submit(desk.page("/admin/comments/wave"), "Hold everything", status=status, **values)


def typed(**later: float) -> str:
    return f"{local(now() + timedelta(**later)):%Y-%m-%dT%H:%M}"


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_a_reader_sees_until_when_replies_wait_and_everybody_gets_the_same_page(
    app: Flask, desk: Client, article: Article
) -> None:
    make_comment(article)
    path, reader = article_url(article), app.test_client()
    before = reader.get(path)
    assert "Replies wait" not in before.text
    page = hold(desk, length="3")
    [wave] = holding.all_current()
    clock = f"{local(wave.until):%H:%M}"
    assert f"Every reply on the whole site is held until {clock}" in page.text
    assert "Started by Leila Navid" in page.text

    shown = reader.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert shown.status_code == 200
    assert desk.get(path).data == shown.data
    note = next(one for one in Page(shown).all(class_="notice") if "Replies wait" in one.text)
    day = "today" if local(wave.until).date() == local(now()).date() else "tomorrow"
    assert note.text == f"Replies wait for a moderator until {clock} {day}"
    assert note.one("time").get("datetime") == local(wave.until).isoformat(timespec="seconds")
    answer = reader.submit(Page(shown), "Post Comment", comment="Well.", author="Dara", email="dara@example.org")
    assert "Your comment is awaiting moderation." in answer.text

    desk.submit(desk.page("/admin/comments"), "End it now: the wave on the whole site")
    assert reader.get(path).headers["ETag"] == before.headers["ETag"]


def test_a_wave_that_has_passed_is_on_no_page(app: Flask, desk: Client, article: Article) -> None:
    path, reader = article_url(article), app.test_client()
    hold(desk, length="1")
    assert "Replies wait" in reader.page(path).text
    with time_machine.travel(now() + timedelta(hours=1, seconds=1)):
        assert "Replies wait" not in reader.page(path).text


def test_of_two_waves_the_longer_one_is_told(app: Flask, desk: Client, article: Article, admin: User) -> None:
    path, reader = article_url(article), app.test_client()
    long = holding.start(None, now() + timedelta(hours=3), admin)
    holding.start(article.id, now() + timedelta(hours=1), admin)
    told = f'datetime="{local(long.until).isoformat(timespec="seconds")}"'
    assert told in reader.get(path).text
    with time_machine.travel(now() + timedelta(hours=2)):
        assert told in reader.get(path).text
        desk.submit(desk.page("/admin/comments"), "End it now: the wave on the whole site")
        assert "Replies wait" not in reader.page(path).text


def test_the_choices_last_as_long_as_they_say(desk: Client, article: Article) -> None:
    for length, hours in (("1", 1), ("3", 3)):
        hold(desk, length=length)
        [wave] = holding.all_current()
        assert abs((wave.until - now()).total_seconds() - hours * 3600) < 60
    hold(desk, length="tomorrow")
    [wave] = holding.all_current()
    assert f"{local(wave.until):%d %H:%M}" == f"{local(now()) + timedelta(days=1):%d} 08:00"
    hold(desk, length="chosen", until=typed(days=6))
    assert len(holding.all_current()) == 1


def test_one_article_is_chosen_from_the_queue(desk: Client, article: Article, admin: User) -> None:
    other = make_article("Elsewhere", author=admin)
    page = desk.page(f"/admin/comments?article={article.id}")
    page = desk.page(page.link("Hold everything"))
    desk.submit(page, "Hold everything")
    assert holding.held_until(other.id, holding.wave_ends()) is None
    assert holding.held_until(article.id, holding.wave_ends())
    assert "Every reply on “Under siege” is held" in desk.page("/admin/comments").text


def test_what_makes_no_sense_is_told_and_nothing_is_held(desk: Client, article: Article) -> None:
    later = typed(days=8)
    for values, told in (
        ({"length": "chosen"}, "Enter a date and a time"),
        ({"length": "chosen", "until": "soon"}, "Enter a date and a time, like"),
        ({"length": "chosen", "until": "9999-12-31T23:59"}, "Enter a date up to the year 2099"),
        ({"length": "chosen", "until": "2020-01-01T08:00"}, "This time has passed"),
        ({"length": "chosen", "until": later}, "Choose a time within the next 7 days"),
        ({"length": "1", "until": later}, "or leave the time empty"),
        ({"length": "99"}, "Choose how long everything is held"),
        ({"article": "77"}, "Not a valid choice"),
        ({"article": "x\0"}, "Not a valid choice"),
    ):
        page = hold(desk, 422, **values)
        assert told in page.one(id="error-summary").text
        assert page.title.startswith("Error: ")
    assert holding.all_current() == []
