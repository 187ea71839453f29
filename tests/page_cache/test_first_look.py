"""The marks cannot be read for a moment: what is answered meanwhile is nobody else's, and makes no page old."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select, text

from blog.articles.models import Article
from blog.page_cache.making import keep
from blog.tools.database import db
from blog.web.fragments import page_footer
from blog.web.template_helpers import article_url
from tests.factories import changed_after, make_article
from tests.pages import Client
from tests.rendering import make_anew, read

pytestmark = pytest.mark.usefixtures("minutes_to_spare")

AWAY, BACK = "ALTER TABLE versions RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO versions"
CHANGES = "UPDATE article_counts SET articles = articles + 1", "UPDATE articles SET headline = 'It was eleven'"


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article("It was twelve", "On #Iraq.")


@contextmanager
def no_marks_until(reading: str) -> Iterator[None]:
    """Take the marks away until the site has read something; then they are back, and the newsroom changes at once."""
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(text(AWAY))
    with changed_after(reading, BACK, *CHANGES):
        yield


@pytest.mark.fresh_app
def test_a_page_that_was_begun_meanwhile_is_not_kept(app: Flask, article: Article) -> None:
    def headlines() -> str:
        return f"{db.session.scalar(select(Article.headline))} {page_footer()}"

    app.add_url_rule("/headlines/", "public.headlines", keep()(headlines))
    with no_marks_until("articles.headline"):
        assert b"It was twelve" in read(app, "/headlines/").body
    assert b"It was eleven" in read(app, "/headlines/").body


def test_a_refused_reply_leaves_nothing_old_on_the_article_s_page(app: Flask, client: Client, article: Article) -> None:
    path, number = article_url(article), article.id
    with no_marks_until("articles.comments_open"):
        assert client.post("/comments", data={"article": number, "comment": ""}).status_code == 422
    assert b"It was eleven" in read(app, path).body
    assert read(app, path) == make_anew(app, path)
