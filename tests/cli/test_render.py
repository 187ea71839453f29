"""An operator has the comments rendered anew after a new version of the sanitizer."""

import pytest
from flask import Flask

from blog.articles.models import Article
from blog.comments import rendering
from blog.tools.database import db
from blog.tools.sanitizing import VERSION
from blog.web.template_helpers import article_url
from tests.factories import changed_after, make_article, make_comment
from tests.pages import Client

OLD = {"html": "<p><u>As it was.</u></p>", "sanitizer_version": VERSION - 1}


@pytest.fixture
def article() -> Article:
    return make_article("The bridge")


def render(app: Flask) -> str:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["comments", "render"])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    return result.output


def test_what_an_older_version_made_is_made_anew_and_shown_at_once(
    app: Flask, client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "STEP", 2)
    for number in range(5):
        make_comment(article, f"Word *{number}*.", name=f"Reader {number}", **OLD)
    path = article_url(article)
    db.session.commit()
    assert b"<u>As it was.</u>" in client.get(path).data

    assert "Rendered anew: 5 comments." in render(app)
    page = client.get(path).data
    assert b"<u>" not in page
    assert page.count(b"<p>Word <em>") == 5
    assert "Rendered anew: 0 comments." in render(app)


def test_what_the_present_version_made_is_left_as_it_is(app: Flask, article: Article) -> None:
    comment = make_comment(article, html="<p>Kept.</p>")
    assert "Rendered anew: 0 comments." in render(app)
    assert comment.html == "<p>Kept.</p>"


def test_a_correction_that_comes_meanwhile_stays(app: Flask, article: Article) -> None:
    comment = make_comment(article, "Before.", **OLD)
    correction = "UPDATE comments SET text = 'Corrected.', html = '<p>Corrected.</p>'"
    with changed_after("SELECT comments.id, comments.text", correction):
        render(app)
    assert (comment.text, comment.html) == ("Corrected.", "<p>Corrected.</p>")
