"""No other site acts in a visitor's name: not on any route, by any method that could change something."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog.web.errors import ELSEWHERE
from tests.conftest import running_app
from tests.newsroom import Newsroom
from tests.pages import Client, Page, sign_in
from tests.tables import dump

SITE = "http://127.0.0.1:8000"
# Headers of the request, and whether it is let in: with nobody signed in, and with somebody.
RULE: list[tuple[dict[str, str], bool, bool]] = [
    ({"Sec-Fetch-Site": "same-origin"}, True, True),
    ({"Sec-Fetch-Site": "none"}, True, True),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True, True),
    ({"Sec-Fetch-Site": "same-site"}, False, False),
    ({"Sec-Fetch-Site": "cross-site"}, False, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": SITE}, False, False),
    ({"Sec-Fetch-Site": ""}, False, False),
    ({"Sec-Fetch-Site": "Same-Origin"}, False, False),
    ({"Sec-Fetch-Site": "same-origin, cross-site"}, False, False),
    ({"Sec-Fetch-Site": "\xff"}, False, False),
    ({"Origin": SITE}, True, True),
    ({"Origin": "https://127.0.0.1:8000"}, False, False),
    ({"Origin": "http://127.0.0.1"}, False, False),
    ({"Origin": "http://127.0.0.1:8001"}, False, False),
    ({"Origin": "http://localhost:8000"}, False, False),
    ({"Origin": "http://evil.example", "Host": "evil.example"}, False, False),
    ({"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}, False, False),
    ({"Origin": SITE + ".evil.example"}, False, False),
    ({"Origin": "http://evil@127.0.0.1:8000"}, False, False),
    ({"Origin": SITE + "/"}, False, False),
    ({"Origin": "null"}, False, False),
    ({"Origin": ""}, False, False),
    ({"Origin": "http://[127.0.0.1:8000"}, False, False),
    ({}, True, False),
    ({"Referer": SITE + "/"}, True, False),
]


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser without cookies, which does not look at the pages it gets: there are many."""
    return FlaskClient(app, use_cookies=False)


def is_let_in(client: FlaskClient, path: str, headers: dict[str, str], method: str = "POST", **more: Any) -> bool:
    answer = client.open(path, method=method, headers=headers, **more)
    return not (answer.status_code == 403 and f"<h1>{ELSEWHERE}</h1>" in answer.text)


@pytest.mark.parametrize(("headers", "nobody", "staff"), RULE, ids=str)
def test_a_request_that_may_change_something_is_held_against_the_rule(
    stranger: FlaskClient, headers: dict[str, str], nobody: bool, staff: bool
) -> None:
    for path in ("/comments", "/login", "/logout", "/desk/preview", "/admin/comments/batch", "/nowhere"):
        assert is_let_in(stranger, path, headers) == nobody, path
        assert is_let_in(stranger, path, headers | {"Cookie": "session=x"}) == staff, path


def test_no_route_and_no_method_is_without_the_rule(app: Flask, client: Client, newsroom: Newsroom) -> None:
    page = sign_in(client, newsroom.admin)
    data = {"csrf_token": page.all("input", name="csrf_token")[0].get("value")}
    found = client.get_cookie("session")
    assert found
    signed_in = FlaskClient(app, use_cookies=False)
    signed_in.environ_base["HTTP_COOKIE"] = f"session={found.value}"
    assert signed_in.get("/admin/people").status_code == 200
    before = dump()
    for rule in app.url_map.iter_rules():
        path = _somewhere(rule.rule)
        for headers in ({"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}, {}):
            assert not is_let_in(signed_in, path, headers, data=data), path
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            assert not is_let_in(signed_in, path, {"Sec-Fetch-Site": "cross-site"}, method, data=data), path
    assert dump() == before


def test_who_is_refused_is_told_where_the_site_is(client: Client) -> None:
    page = Page(client.post("/comments", headers={"Origin": "http://localhost:8000"}))
    assert f"Open {SITE} and send it from there." in page.text


@pytest.mark.parametrize(
    "site", ["https://News.Example.org", "https://news.example.org:443", "https://news.example.org/"]
)
def test_our_own_origin_is_that_of_the_site_s_address(
    instance: object, database_url: str, monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("BLOG_SITE_URL", site)
    with running_app() as app:
        client = app.test_client()
        assert is_let_in(client, "/comments", {"Origin": "https://news.example.org"})
        for other in ("http://news.example.org", "https://example.org", "https://news.example.org:8443", site + "x"):
            assert not is_let_in(client, "/comments", {"Origin": other}), other


@pytest.mark.settings(SITE_URL="https://news.example.org")
def test_on_https_the_cookie_that_counts_is_the_one_that_is_set(stranger: FlaskClient) -> None:
    assert is_let_in(stranger, "/comments", {"Cookie": "session=x"})
    assert not is_let_in(stranger, "/comments", {"Cookie": "__Host-session=x"})


def test_what_only_reads_may_come_from_anywhere(stranger: FlaskClient, newsroom: Newsroom) -> None:
    for headers, _, _ in RULE:
        for method in ("GET", "HEAD", "OPTIONS"):
            assert stranger.open(newsroom.reader_paths[1], method=method, headers=headers).status_code == 200


def _somewhere(rule: str) -> str:
    """An address under `rule`, or near it: the check comes before the address is read."""
    return "".join(
        "1" if part.startswith("<") else part for part in rule.replace("<", "\n<").replace(">", ">\n").split("\n")
    )
