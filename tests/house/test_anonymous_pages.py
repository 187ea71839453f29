"""Readers' pages are the same bytes for everybody, so that any cache may keep them, and know nothing of who asks."""

import pytest
from flask import Flask
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.test import TestResponse

from tests.newsroom import Newsroom
from tests.pages import Client, sign_in

pytestmark = pytest.mark.usefixtures("minutes_to_spare")

# A reader with a past, as different from a first visit as can be.
OTHER_HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Language": "fa",
    "Referer": "https://elsewhere.example/",
    "Host": "other.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "Sec-Fetch-Site": "cross-site",
    "Cookie": "session=forged; commenter=forged; theme=dark",
}
FILES = ["/robots.txt", "/ticker.json"]


def test_a_readers_page_is_the_same_for_everybody(client: Client, newsroom: Newsroom) -> None:
    staff = client.application.test_client()
    sign_in(staff, newsroom.admin)
    for path in newsroom.reader_paths + FILES:
        first = client.get(path)
        assert first.status_code == 200, path
        for again in (client.get(path, headers=OTHER_HEADERS), staff.get(path)):
            assert again.data == first.data, path
            assert again.headers["ETag"] == first.headers["ETag"], path
        assert "evil.example" not in first.text, path
        assert "other.example" not in client.get(path, headers=OTHER_HEADERS).text, path


def test_a_readers_page_sets_no_cookie_and_depends_on_none(client: Client, newsroom: Newsroom) -> None:
    for path in newsroom.reader_paths + FILES:
        for answer in (client.get(path), client.get(path, headers=OTHER_HEADERS)):
            assert "Set-Cookie" not in answer.headers, path
            assert "cookie" not in answer.headers.get("Vary", "").lower(), path
            assert answer.headers["Cache-Control"].startswith("public"), path


def test_a_readers_page_opens_no_session(
    app: Flask, client: Client, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    made = app.session_interface.open_session

    def watched(app: Flask, request: object) -> SecureCookieSession | None:
        session = made(app, request)
        if session is not None:
            opened.append(request.path)
        return session

    assert isinstance(app.session_interface, SecureCookieSessionInterface)
    monkeypatch.setattr(app.session_interface, "open_session", watched)
    for path in [*newsroom.reader_paths, *newsroom.own_paths, *FILES, "/nowhere/", "/healthz"]:
        client.get(path)
    client.get("/login")
    assert opened == ["/login"]


def test_a_readers_page_answers_head_as_it_answers_get(client: Client, newsroom: Newsroom) -> None:
    for path in newsroom.reader_paths + FILES:
        full, head = client.get(path), client.head(path)
        assert head.status_code == 200, path
        assert head.data == b"", path
        assert _without_date(head) == _without_date(full), path


def test_who_has_the_page_already_is_told_so(client: Client, newsroom: Newsroom) -> None:
    for path in newsroom.reader_paths + FILES:
        etag = client.get(path).headers["ETag"]
        assert not etag.startswith("W/"), path
        again = client.get(path, headers={"If-None-Match": etag})
        assert again.status_code == 304, path
        assert again.data == b"", path
        assert again.headers["ETag"] == etag, path
        assert again.headers["Cache-Control"].startswith("public"), path
        assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200, path


def test_what_is_not_there_sets_no_cookie_either(client: Client, newsroom: Newsroom) -> None:
    for path in ("/nowhere/", "/tag/nothing/", "/?page=99", "/?page=x", "/archive/1999/"):
        answer = client.get(path, headers=OTHER_HEADERS)
        assert answer.status_code == 404, path
        assert "Set-Cookie" not in answer.headers, path


def test_what_is_one_readers_own_is_kept_by_nobody(client: Client, newsroom: Newsroom) -> None:
    for path in newsroom.own_paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store", path
        assert "ETag" not in answer.headers, path
        assert "noindex" in answer.text, path


def _without_date(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}
