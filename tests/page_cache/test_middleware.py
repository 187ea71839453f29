"""Readers' pages from memory: what is asked of Flask and what is not, and in which form the answer comes."""

import contextvars
import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import brotli
import pytest
from flask import Flask, request
from sqlalchemy import text
from werkzeug.test import Client as Browser
from werkzeug.test import TestResponse

from blog.articles.models import Article
from blog.page_cache import let_go
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client
from tests.rendering import make_anew


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article(body="From #Iraq.")


@pytest.fixture
def made(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Flask was asked for, as it was asked for them."""
    asked: list[str] = []
    cache = app.extensions["page_cache"]
    site = cache.site

    def watched(environ: dict[str, str], start_response: object) -> object:
        asked.append(environ["PATH_INFO"] + ("?" if environ["QUERY_STRING"] else "") + environ["QUERY_STRING"])
        return site(environ, start_response)

    monkeypatch.setattr(cache, "site", watched)
    return asked


def test_a_page_is_made_once_for_all(client: Client, article: Article, made: list[str]) -> None:
    path = article_url(article)
    first = client.get(path)
    for _ in range(3):
        assert client.get(path).data == first.data
    assert client.head(path).headers["Content-Length"] == str(len(first.data))
    assert made == [path]


def test_a_reply_makes_no_other_articles_page_anew(client: Client, article: Article, made: list[str]) -> None:
    other = make_article("The bridge is shut", "Also on #Iraq.")
    paths = [article_url(article), article_url(other), "/", "/archive/", "/ticker.json"]
    for path in paths:
        client.get(path)
    made.clear()
    make_comment(article)
    for path in paths:
        client.get(path)
    assert made == [paths[0], "/"]


def test_a_reply_that_waits_makes_no_page_anew(client: Client, article: Article, made: list[str]) -> None:
    client.get(article_url(article))
    comment = make_comment(article, status="pending")
    client.get(article_url(article))
    assert made == [article_url(article)]
    comment.status = "approved"
    assert "the quiet part" in client.page(article_url(article)).text


@pytest.mark.parametrize("query", ["utm_source=x", "page=1", "x=%00", "x=1&x=2", "cpage=1", "%ff", "page=1&page=7"])
def test_what_a_page_does_not_ask_for_makes_no_other_page(client: Client, made: list[str], query: str) -> None:
    make_article()
    plain = client.get("/")
    assert client.get(f"/?{query}").data == plain.data
    assert made == ["/"]


def test_a_query_is_seen_by_no_page_that_is_kept(client: Client, made: list[str]) -> None:
    for number in range(21):
        make_article(f"Story {number}")
    client.get("/?page=2&utm_source=x")
    client.get("/?fbclid=y&page=2")
    assert made == ["/?page=2"]


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=01", "page=9999999", "page=", "page=%D9%A1"])
def test_a_page_that_is_none_is_404_and_not_kept(client: Client, made: list[str], query: str) -> None:
    for _ in range(2):
        assert client.get(f"/?{query}").status_code in (404, 200 if query == "page=01" else 404)
    assert len(made) == 2


@pytest.mark.parametrize(
    "path",
    ["/nowhere/", "/tag/nothing/", "/2026/11/nothing/", "/archive/1999/", "/static/x/js/../js/live.js", "/nowhere"],
)
def test_nonsense_is_never_kept(client: Client, made: list[str], path: str) -> None:
    for _ in range(2):
        assert client.get(path).status_code == 404
    assert made == [path, path]


def test_another_spelling_of_a_page_is_not_kept(app: Flask, article: Article, made: list[str]) -> None:
    path = article_url(article)
    db.session.commit()
    arabic = "/archive/2026/".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")).encode().decode("latin-1")
    spelled = ["////archive/", f"//{path}", arabic, "//robots.txt"]
    for other in spelled * 2:
        asked = contextvars.Context().run(Browser(app).get, "/", environ_overrides={"PATH_INFO": other})
        assert asked.status_code in (200, 301, 308, 404), other
    assert len(made) == 2 * len(spelled)


def test_a_query_that_is_longer_than_any_is_parsed_by_flask_alone(client: Client, made: list[str]) -> None:
    for _ in range(2):
        assert client.get("/?" + "x=1&" * 400).status_code == 200
    assert len(made) == 2


def test_a_page_that_is_asked_for_by_head_is_logged_so(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.head("/tag/nothing/")
    assert '"HEAD /tag/nothing/ ' in capsys.readouterr().out.splitlines()[-1]


def test_what_is_for_one_reader_alone_is_never_kept(client: Client, article: Article, made: list[str]) -> None:
    comment = make_comment(article)
    paths = [article_url(article, replyto=comment.id), article_url(article, notice="published"), "/comments/stamp"]
    for path in paths * 2:
        assert "no-store" in client.get(path).headers["Cache-Control"]
    assert len(made) == 6


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("*", "br"),
        ("nonsense \x00;;q=,", ""),
    ],
)
def test_it_comes_in_the_form_that_a_browser_reads(
    app: Flask, client: Client, article: Article, accepted: str, coding: str
) -> None:
    client.looks = False
    plain = make_anew(app, article_url(article)).body
    answer = client.get(article_url(article), headers={"Accept-Encoding": accepted})
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding](answer.data)
    assert opened == plain
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Length"] == str(len(answer.data))


def test_each_form_has_a_tag_of_its_own(client: Client, article: Article) -> None:
    client.looks = False
    path = article_url(article)
    tags = {
        coding: client.get(path, headers={"Accept-Encoding": coding}).headers["ETag"] for coding in ("br", "gzip", "x")
    }
    assert len(set(tags.values())) == 3
    for coding, tag in tags.items():
        for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            again = client.get(path, headers={"Accept-Encoding": coding, "If-None-Match": given})
            assert (again.status_code, again.data) == (304, b""), given
            assert "Content-Length" not in again.headers
            assert "Content-Security-Policy" in again.headers
    other = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": tags["br"]})
    assert other.status_code == 200


def test_who_has_a_page_that_is_not_in_memory_is_told_so_and_it_is_kept(
    app: Flask, client: Client, article: Article, made: list[str]
) -> None:
    path = article_url(article)
    tag = client.get(path).headers["ETag"]
    let_go()
    made.clear()
    for _ in range(3):
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert made == [path]


def test_many_who_want_a_page_at_once_have_it_made_once(app: Flask, article: Article, made: list[str]) -> None:
    path = article_url(article)
    db.session.commit()
    together = Barrier(12)

    def read() -> bytes:
        together.wait()
        return _ask(app, path).data

    with ThreadPoolExecutor(12) as readers:
        answers = {future.result() for future in [readers.submit(read) for _ in range(12)]}
    assert len(answers) == 1
    assert made == [path]


def test_who_waits_for_a_page_sees_what_came_before_they_asked(app: Flask, article: Article) -> None:
    path, site = article_url(article), app.extensions["page_cache"].site
    db.session.commit()
    begun, go_on = Event(), Event()

    def slow_once(environ: dict[str, str], start_response: object) -> object:
        answer = site(environ, start_response)
        if not begun.is_set():
            begun.set()
            go_on.wait(30)
        return answer

    app.extensions["page_cache"].site = slow_once
    try:
        with ThreadPoolExecutor(2) as readers:
            first = readers.submit(_ask, app, path)
            begun.wait(30)
            make_comment(article, "This is there before the second one asks.")
            db.session.commit()
            second = readers.submit(_ask, app, path)
            go_on.set()
            assert "before the second one asks" in second.result().text
            assert first.result().status_code == 200
    finally:
        app.extensions["page_cache"].site = site


@pytest.mark.fresh_app
def test_a_page_that_cannot_be_made_holds_nobody_up(app: Flask, client: Client) -> None:
    client.looks = False
    app.view_functions["public.front"] = _fail
    for _ in range(2):
        assert client.get("/").status_code == 500
    assert client.get("/archive/").status_code == 200


@pytest.mark.fresh_app
@pytest.mark.settings(PAGE_CACHE_MB=1)
def test_the_pages_have_a_bounded_space_and_the_last_read_stay(
    app: Flask, client: Client, article: Article, made: list[str]
) -> None:
    client.looks = False
    hot = article_url(article)
    article.body_html = "<p>" + "All that was said at length. " * 2000 + "</p>"
    others = [make_article(f"Story {number}") for number in range(30)]
    for other in others:
        other.body_html = article.body_html
    paths = [article_url(other) for other in others]
    for path in paths:
        client.get(path)
        client.get(hot)
    pages = app.extensions["page_cache"]._pages
    assert 0 < pages._taken <= 1024 * 1024
    assert pages._taken == sum(pages._sizes.values())
    assert made.count(hot) == 1
    made.clear()
    client.get(paths[0])
    client.get(paths[-1])
    assert made == [paths[0]]


def test_without_the_versions_the_site_answers_as_without_memory(app: Flask, client: Client, article: Article) -> None:
    path = article_url(article)
    client.get(path)
    db.session.execute(text("ALTER TABLE versions RENAME TO elsewhere"))
    db.session.commit()
    try:
        client.looks = False
        assert client.get(path).status_code == 503
    finally:
        db.session.execute(text("ALTER TABLE elsewhere RENAME TO versions"))
        db.session.commit()
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_broke_costs_nobody_a_page(client: Client, article: Article, made: list[str]) -> None:
    path = article_url(article)
    for _ in range(5):
        client.get(path)
    ours = "datname = current_database() AND pid <> pg_backend_pid()"
    others = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")  # noqa: S608
    with db.engine.connect() as connection:
        connection.execute(others)
    for _ in range(5):
        assert client.get(path).status_code == 200
    assert made == [path]


def test_styles_and_scripts_are_kept_and_pictures_are_not_compressed(client: Client, made: list[str]) -> None:
    make_article()
    page = client.page("/")
    for link in page.all("link"):
        address = link.attributes["href"]
        if not address.startswith("/static/"):
            continue
        made.clear()
        answers = [client.get(address, headers={"Accept-Encoding": "br"}) for _ in range(2)]
        assert len(made) <= 1, address
        assert answers[0].headers.get("Content-Encoding") == (None if address.endswith(".woff2") else "br"), address


def test_the_log_says_what_was_sent(client: Client, article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    client.looks = False
    path = article_url(article)
    tag = client.get(path, headers={"Accept-Encoding": "br"}).headers["ETag"]
    answer = client.get(path, headers={"Accept-Encoding": "br"})
    client.get(path, headers={"Accept-Encoding": "br", "If-None-Match": tag})
    lines = [line.rpartition('"')[2] for line in capsys.readouterr().out.splitlines() if path in line]
    assert lines == [f" 200 {len(answer.data)}", f" 200 {len(answer.data)}", " 304 0"]


def _fail() -> str:
    raise ZeroDivisionError(request.path)


def _ask(app: Flask, path: str) -> TestResponse:
    return contextvars.Context().run(Browser(app, use_cookies=False).get, path)
