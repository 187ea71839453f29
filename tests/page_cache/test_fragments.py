"""What is remembered of a page is never older than the mark under which it is remembered."""

import pytest
from flask import Flask

from blog.articles.models import Article
from blog.web.fragments import MOST
from blog.web.template_helpers import article_url
from tests.factories import changed_after, make_article
from tests.pages import Client

CORRECTS, CORRECTED = "UPDATE articles SET headline = 'It was eleven trucks'", "It was eleven trucks"


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article("It was twelve trucks", body="From #Iraq.")


@pytest.mark.parametrize("reading", ["FROM articles", "articles.body_html"])
@pytest.mark.parametrize("way", ["page", "saved details", "refused reply"])
def test_a_correction_that_comes_meanwhile_is_on_the_next_page(
    app: Flask, client: Client, article: Article, way: str, reading: str
) -> None:
    path, number = article_url(article), article.id
    with changed_after(reading, CORRECTS):
        if way == "page":
            client.get(path)
        elif way == "saved details":
            client.get(f"/comments/new?article={number}")
        else:
            assert client.post("/comments", data={"article": number, "comment": ""}).status_code == 422
    assert client.page(path).heading == CORRECTED


def test_nonsense_pushes_no_fragment_out(app: Flask, client: Client, article: Article) -> None:
    client.get(article_url(article))
    before = len(app.extensions["fragments"].small._kept)
    client.looks = False
    for number in range(20):
        assert client.get(f"/2026/11/nothing-{number}/").status_code == 404
    assert len(app.extensions["fragments"].small._kept) <= before + 1
    assert before < MOST
