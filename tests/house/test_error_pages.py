"""Whatever goes wrong, the visitor gets a clear sentence in the frame of the site."""

import logging

import pytest
from flask import Flask, abort

from blog.accounts.models import User
from blog.tools.database import APART, db
from blog.web.template_helpers import article_url
from tests.factories import database_away
from tests.newsroom import Newsroom
from tests.pages import Client, Page

TITLES = {
    400: "Something in the request is not right",
    403: "You cannot open this page",
    404: "Page not found",
    413: "This is too large",
    500: "Something went wrong on our side",
    503: "Something went wrong on our side",
}


def in_frame(page: Page) -> bool:
    """Whether the page has the site's name, and something to go on with."""
    return bool(page.all("a", class_="wordmark", href="/"))


@pytest.mark.fresh_app
def test_an_error_is_a_page_of_the_site(app: Flask, client: Client, newsroom: Newsroom) -> None:
    app.add_url_rule("/wrong/<int:code>", "wrong", abort)
    for code, title in TITLES.items():
        page = client.page(f"/wrong/{code}", status=code)
        assert page.heading == title
        assert page.title.startswith(title)
        assert in_frame(page), code
        if code < 500:
            assert newsroom.article.headline in page.text, f"the latest news is offered by {code}"


def test_a_wrong_method_says_which_are_right(client: Client, newsroom: Newsroom) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_withdrawn_article_shows_the_editors_note(client: Client, newsroom: Newsroom) -> None:
    page = client.page(article_url(newsroom.withdrawn), status=410)
    assert page.heading == "This article has been withdrawn"
    assert newsroom.withdrawn.withdrawal_note in page.text
    assert newsroom.withdrawn.headline in page.text
    assert newsroom.withdrawn.body not in page.text


@pytest.mark.fresh_app
def test_a_fault_of_ours_shows_nothing_of_itself_and_is_in_the_log(
    app: Flask, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_url_rule("/fault", "fault", lambda: int("hidden words"))
    page = client.page("/fault", status=500)
    assert page.heading == TITLES[500]
    assert "hidden words" not in page.response.text
    assert "ValueError" not in page.response.text
    assert "hidden words" in caplog.text


@pytest.mark.fresh_app
@pytest.mark.parametrize("engine", [None, APART])
@pytest.mark.parametrize("wrong", [{}, {"email": "olle@meridian.example", "name": None}])
def test_a_fault_of_the_database_is_logged_without_what_the_row_holds(
    app: Flask, client: Client, admin: User, caplog: pytest.LogCaptureFixture, engine: str | None, wrong: dict[str, str]
) -> None:
    row = {"email": admin.email, "fs_uniquifier": "S3CRET", "role": "author", "name": "Olle", "slug": "olle", **wrong}

    def insert() -> None:
        with db.engines[engine].begin() as connection:
            connection.execute(User.__table__.insert(), row)

    app.add_url_rule("/fault", "fault", insert)
    client.page("/fault", status=500)
    assert "IntegrityError" in caplog.text
    assert "INSERT INTO users" in caplog.text
    for hidden in ("leila@", "olle@", "S3CRET"):
        assert hidden not in caplog.text


def test_while_the_database_is_away_the_site_says_so(
    client: Client, newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    path = article_url(newsroom.article)
    with database_away():
        # That there is no such page is known without it.
        for asked, status in {"/": 503, path: 503, "/healthz": 503, "/nowhere": 404}.items():
            page = client.page(asked, status=status)
            assert in_frame(page), asked
            assert page.response.headers.get("Retry-After") == ("60" if status == 503 else None), asked
    assert any(record.levelno == logging.ERROR for record in caplog.records)


def test_a_reply_is_not_lost_when_it_cannot_be_saved(client: Client, newsroom: Newsroom) -> None:
    reply = {
        "article": str(newsroom.article.id),
        "comment": "Hours of work.",
        "author": "Dara",
        "email": "d@example.org",
    }
    with database_away():
        answer = client.post("/comments", data=reply)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    page = Page(answer)
    assert "Your comment could not be saved. It is still in the form. Try again in a minute" in page.text
    assert "Hours of work." in page.one("textarea").text


def test_an_address_that_cannot_be_stored_is_refused(client: Client, newsroom: Newsroom) -> None:
    for path in ("/nul%00/", "/tag/%00/", "/?page=%00", "/2026/11/%ff%fe/", "/author/%ed%a0%80/"):
        assert client.get(path).status_code in (400, 404), path
