"""A page is made once for all who want it, and anew when what it is made of has changed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from flask import Flask

from blog.articles.models import Article
from blog.page_cache import let_go
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.page_cache.middleware.conftest import ask
from tests.pages import Client

pytestmark = pytest.mark.usefixtures("minutes_to_spare")


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
        together.wait(30)
        return ask(app, path).data

    with ThreadPoolExecutor(12) as readers:
        answers = {future.result() for future in [readers.submit(read) for _ in range(12)]}
    assert len(answers) == 1
    assert made == [path]


def test_who_is_overtaken_before_their_turn_has_no_page_made_again(
    app: Flask, article: Article, made: list[str]
) -> None:
    path = article_url(article)
    db.session.commit()

    class Overtaken(dict[str, Any]):
        """A request that another one passes after it has found no page in memory, and before its turn to make it."""

        def get(self, name: str, default: Any = None) -> Any:
            if name == "HTTP_HOST":
                ask(app, path)
            return super().get(name, default)

    overtaken = ask(lambda environ, start_response: app(Overtaken(environ), start_response), path)
    assert overtaken.data == ask(app, path).data
    assert made == [path]


class Awaited(Event):
    """Tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waited_for = Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.is_waited_for.set()
        return super().wait(timeout)


def test_who_waits_for_a_page_sees_what_came_before_they_asked(app: Flask, article: Article) -> None:
    cache = app.extensions["page_cache"]
    path, site = article_url(article), cache.site
    db.session.commit()
    begun, go_on = Event(), Event()

    def slow_once(environ: dict[str, str], start_response: object) -> object:
        answer = site(environ, start_response)
        if not begun.is_set():
            begun.set()
            go_on.wait(30)
        return answer

    cache.site = slow_once
    try:
        with ThreadPoolExecutor(2) as readers:
            first = readers.submit(ask, app, path)
            assert begun.wait(30)
            [turn] = cache._being_made.values()
            turn.is_over = Awaited()
            make_comment(article, "This is there before the second one asks.")
            db.session.commit()
            second = readers.submit(ask, app, path)
            assert turn.is_over.is_waited_for.wait(30), "the second one does not wait for the first"
            go_on.set()
            assert "before the second one asks" in second.result().text
            assert first.result().status_code == 200
    finally:
        go_on.set()
        cache.site = site
