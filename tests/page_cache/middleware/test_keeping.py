"""What is kept: the pages that there are, under one address each, in a bounded space."""

import contextvars

import pytest
from flask import Flask
from werkzeug.test import Client as Browser

from blog.articles.models import Article
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client

pytestmark = pytest.mark.usefixtures("minutes_to_spare")


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "page=1",
        "x=%00",
        "x=1&x=2",
        "cpage=1",
        "%ff",
        "page=1&page=7",
        pytest.param("x=1&" * 15_000, id="a long query"),
    ],
)
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
    [
        "/nowhere/",
        "/tag/nothing/",
        "/2026/11/nothing/",
        "/archive/1999/",
        "/static/x/js/../js/live.js",
        "/nowhere",
        # Longer than the system takes the name of a file.
        pytest.param(f"/static/x/{'a' * 256}", id="a long name"),
    ],
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


@pytest.mark.parametrize("path", ["/archive/", "/robots.txt", "/ticker.json"])
def test_a_page_without_numbers_is_kept_once_whatever_is_asked(client: Client, made: list[str], path: str) -> None:
    make_article()
    for number in range(3):
        assert client.get(f"{path}?={number}").status_code == 200
    assert made == [path]


def test_what_is_for_one_reader_alone_is_never_kept(client: Client, article: Article, made: list[str]) -> None:
    comment = make_comment(article)
    paths = [article_url(article, replyto=comment.id), article_url(article, notice="published"), "/comments/stamp"]
    for path in paths * 2:
        assert "no-store" in client.get(path).headers["Cache-Control"]
    assert len(made) == 6


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
    assert pages._taken == sum(size for _, size in pages._kept.values())
    assert made.count(hot) == 1
    made.clear()
    client.get(paths[0])
    client.get(paths[-1])
    assert made == [paths[0]]
