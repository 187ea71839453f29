"""What is remembered of a page is never older than the mark under which it is remembered."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from blog.articles.models import Article
from blog.tools.database import db
from blog.web.fragments import MOST
from blog.web.template_helpers import article_url
from tests.factories import make_article
from tests.pages import Client

CORRECTED = "It was eleven trucks"


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article("It was twelve trucks", body="From #Iraq.")


@contextmanager
def corrected_once_it_is_read() -> Iterator[None]:
    """Somebody corrects the headline as soon as the article has been read inside the block."""
    elsewhere, done = create_engine(db.engine.url), []

    def correct(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "FROM articles" in statement and not done:
            done.append(statement)
            with elsewhere.begin() as connection:
                connection.execute(text("UPDATE articles SET headline = :headline"), {"headline": CORRECTED})

    event.listen(db.engine, "after_cursor_execute", correct)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", correct)
        elsewhere.dispose()
    assert done


@pytest.mark.parametrize("way", ["page", "saved details", "refused reply"])
def test_a_correction_that_comes_meanwhile_is_on_the_next_page(
    app: Flask, client: Client, article: Article, way: str
) -> None:
    path, number = article_url(article), article.id
    db.session.commit()
    with corrected_once_it_is_read():
        if way == "page":
            client.get(path)
        elif way == "saved details":
            client.get(f"/comments/new?article={number}")
        else:
            assert client.post("/comments", data={"article": number, "comment": ""}).status_code == 422
    assert client.page(path).heading == CORRECTED


def test_nonsense_pushes_no_fragment_out(app: Flask, client: Client, article: Article) -> None:
    client.get(article_url(article))
    before = len(app.extensions["fragments"].small)
    client.looks = False
    for number in range(20):
        assert client.get(f"/2026/11/nothing-{number}/").status_code == 404
    assert len(app.extensions["fragments"].small) <= before + 1
    assert before < MOST
