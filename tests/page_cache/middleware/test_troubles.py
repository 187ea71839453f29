"""A page that cannot be made, or a database in trouble, costs readers nothing else."""

import threading

import pytest
from flask import Flask, request
from sqlalchemy import text

from blog.articles.models import Article
from blog.page_cache import versions
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.live import PATIENCE
from tests.pages import Client

pytestmark = pytest.mark.usefixtures("minutes_to_spare")


@pytest.mark.fresh_app
def test_a_page_that_cannot_be_made_holds_nobody_up(app: Flask, client: Client) -> None:
    client.looks = False
    app.view_functions["public.front"] = _fail
    for _ in range(2):
        assert client.get("/").status_code == 500
    assert client.get("/archive/").status_code == 200


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


def test_who_waits_behind_others_for_a_database_that_does_not_answer_is_answered(
    app: Flask, client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = article_url(article)
    client.get(path)
    monkeypatch.setattr(versions, "BUSY_TIMEOUT", 0.1)
    idle = app.extensions["page_cache"]._versions._idle
    held = [idle.get() for _ in range(versions.CONNECTIONS[db.engine.dialect.name])]
    late = threading.Timer(PATIENCE / 20, lambda: [idle.put(connection) for connection in held])
    late.start()
    # Something is committed, so that the marks are asked for.
    article.headline = "Anew"
    db.session.commit()
    assert client.get(path).status_code == 503
    late.join()
    assert client.page(path).heading == "Anew"


def _fail() -> str:
    raise ZeroDivisionError(request.path)
