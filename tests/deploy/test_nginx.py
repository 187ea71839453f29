"""Behind nginx as deploy/nginx.conf says, the site is asked for a page once a second, and nothing private is kept."""

import gzip
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPMessage
from urllib.parse import urlencode

import brotli
import pytest
from flask import Flask

from blog.articles import publishing
from blog.articles.models import Article
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.faults.conftest import inside
from tests.live import PATIENCE, ROOT
from tests.nginx import Front

Answer = tuple[int, HTTPMessage, bytes]

# Whose answers may be kept: the readers' door, and files.
READERS = ("public", "static", "favicon")

AT_ONCE = 8
# Seconds. After five nginx lets through even those who wait for a page that another has asked for.
LET_THROUGH = 4


@pytest.fixture
def article(front: Front) -> Iterator[Article]:
    """A new article on which Dara has said something before, with this process in a context of the same site."""
    with inside(front.site):
        article = make_article()
        make_comment(article, "I was there.")
        db.session.commit()
        yield article


@pytest.fixture
def path(article: Article) -> str:
    """The page of the article, which nobody has asked for yet."""
    return article_url(article)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(front: Front, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
    """The answer to one request; redirects are not followed."""
    return ask_at(front.url + path, fields, **headers)


def ask_at(url: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
    """The answer to one request for `url`; redirects are not followed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, fields and urlencode(fields).encode(), named)  # noqa: S310
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


def without_stamp(page: bytes) -> bytes:
    """`page` without the stamp of its form, which is another one every hour."""
    return re.sub(rb'value="page-[^"]+"', b"", page)


def test_of_many_requests_few_reach_the_site(front: Front, path: str) -> None:
    begun = time.monotonic()
    for _ in range(200):
        assert ask(front, path)[0] == 200
    seconds = time.monotonic() - begun
    # One a second, one to begin with, and one that may have come at the end.
    asked = f"GET {path} "
    assert front.site.settled_log(asked).count(asked) <= seconds + 2


def test_each_browser_gets_the_form_that_it_reads(front: Front, path: str) -> None:
    plain = without_stamp(ask(front, path)[2])
    assert b"I was there." in plain
    for accepted, opened in (
        ("gzip, deflate, br", brotli.decompress),
        ("gzip;q=1.0", gzip.decompress),
        ("identity", bytes),
        ("br", brotli.decompress),
        ("br;q=0, GZIP ; q=0.05", gzip.decompress),
        ("x-br-y, gzip;q=0.000", bytes),
    ):
        for _ in range(2):
            page = opened(ask(front, path, Accept_Encoding=accepted)[2])
            assert without_stamp(page) == plain, accepted


def test_a_reply_is_there_for_its_writer_at_once_and_for_others_after_a_second(
    front: Front, article: Article, path: str
) -> None:
    ask(front, path)
    fields = {"article": str(article.id), "comment": "And so was I.", "author": "Dara", "email": "dara@example.org"}
    status, headers, _ = ask(front, "/comments", fields)
    assert status == 303
    own = headers["Location"].partition("#")[0]
    _, seen, page = ask(front, own)
    assert b"And so was I." in page
    assert seen["Cache-Control"] == "private, no-store"
    latest = time.monotonic() + PATIENCE
    while b"And so was I." not in ask(front, path)[2]:
        assert time.monotonic() < latest, "the old page is still shown"
        time.sleep(0.05)
    assert b"Your comment is published" not in ask(front, path)[2]


def test_nothing_of_the_staff_side_is_kept(front: Front, path: str) -> None:
    tokens = {ask(front, "/login")[1]["Set-Cookie"] for _ in range(3)}
    assert len(tokens) == 3
    front.site.settled_log("GET /login ", 3)
    for private in ("/login", "/desk/articles", "/comments/stamp", f"{path}?replyto=1", "/healthz"):
        for _ in range(3):
            assert "no-store" in ask(front, private)[1]["Cache-Control"], private
        assert front.site.settled_log("GET ", 3).count("GET ") == 3, private


@pytest.mark.parametrize("private", ["/admin/comments", "{path}?replyto=1"])
def test_of_many_who_want_what_is_not_kept_none_waits_for_another(front: Front, path: str, private: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as readers:
        with front.site.paused():
            begun = time.monotonic()
            asking = [readers.submit(ask, front, private.format(path=path)) for _ in range(AT_ONCE)]
            while front.site.waiting() < AT_ONCE:
                assert time.monotonic() < begun + LET_THROUGH, "only some were let through to the site"
                time.sleep(0.05)
        assert {asked.result()[0] for asked in asking} <= {200, 302}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_nothing_is_kept_there_are_all_doors_but_the_readers(app: Flask) -> None:
    found = re.search(r"location ~ (\S+) {", (ROOT / "deploy" / "nginx.conf").read_text())
    assert found
    others = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] not in READERS]
    assert len(others) > 50
    assert [rule.rule for rule in others if not re.match(found[1], rule.rule)] == []


def test_who_has_a_page_is_told_so(front: Front, path: str) -> None:
    tag = ask(front, path)[1]["ETag"]
    assert ask(front, path, If_None_Match=tag)[0] == 304


def test_a_page_that_is_gone_is_gone_behind_it_as_well(front: Front, article: Article, path: str) -> None:
    ask(front, path)
    publishing.withdraw(article, "It was wrong.")
    db.session.commit()
    latest = time.monotonic() + PATIENCE
    while ask(front, path)[0] != 410:
        assert time.monotonic() < latest, "the page is still shown"
        time.sleep(0.05)


def test_readers_go_on_reading_while_the_site_is_away(front: Front, path: str) -> None:
    page = ask(front, path)[2]
    front.site.stop()
    # Longer than the second for which nginx asks nobody anyway.
    enough = time.monotonic() + 3
    while time.monotonic() < enough:
        assert ask(front, path)[::2] == (200, page)
        time.sleep(0.05)
    assert ask(front, "/comments", {"comment": "x"})[0] == 502


@pytest.mark.parametrize("fields", [None, {"comment": "Hours of work."}])
def test_while_the_site_is_away_a_page_says_how_nothing_is_lost(front: Front, fields: dict[str, str] | None) -> None:
    front.site.stop()
    for asked in ("/comments", "/desk/articles/new", "/tag/nobody-asked-yet/"):
        status, headers, page = ask(front, asked, fields)
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (502, "60", "private, no-store")
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert b"Reload this page in a minute. If you sent something, your browser sends it again" in page


def test_who_was_here_once_comes_by_tls_from_then_on(front: Front, path: str) -> None:
    for anything in (path, "/login", "/nowhere/"):
        assert ask(front, anything)[1]["Strict-Transport-Security"] == "max-age=31536000", anything
    front.site.stop()
    assert ask(front, "/login")[1]["Strict-Transport-Security"] == "max-age=31536000"


def test_nothing_is_written_about_a_visitor(front: Front, path: str) -> None:
    asked = "/admin/comments?q=dagny%40reader.example"
    assert ask(front, path, Referer="https://elsewhere.example/")[0] == 200
    assert ask(front, asked)[0] == 302
    assert ask_at(front.by_http + asked)[0] == 301
    front.site.stop()
    assert ask(front, asked)[0] == 502
    # Nor about those of the tests before.
    assert front.written() == ""
