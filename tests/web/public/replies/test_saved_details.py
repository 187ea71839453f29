"""A reader's name and address are kept for the next reply, and come to no page that is for everybody."""

import pytest

from blog.web.template_helpers import article_url
from tests.factories import make_article
from tests.pages import Client
from tests.web.public.replies.form import TEXT, Details


def test_saved_details_are_in_a_cookie_that_no_article_gets(client: Client, reader: Details) -> None:
    article = make_article()
    form = client.page(article_url(article))
    reader = reader | {"author": "Dara Farahani"}
    response = client.press(form, "Post Comment", comment=TEXT, remember="y", **reader)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("commenter=")
    assert "Path=/comments" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    # Words too long to be in a sealed value by chance.
    assert "farahani" not in cookie.lower()
    assert "example" not in cookie.lower()
    page = client.page(f"/comments/new?article={article.id}")
    filled = page.filled(page.form("Post Comment")[0])
    assert [filled[name] for name in ("author", "email", "url")] == [
        [reader[name]] for name in ("author", "email", "url")
    ]
    assert page.response.headers["Cache-Control"] == "private, no-store"
    client.press(page, "Post Comment", comment="Another", remember=False)
    page = client.page(f"/comments/new?article={article.id}")
    assert page.filled(page.form("Post Comment")[0])["author"] == [""]


def test_who_does_not_ask_to_be_remembered_gets_no_cookie_at_all(client: Client, reader: Details) -> None:
    response = client.press(client.page(article_url(make_article())), "Post Comment", comment=TEXT, **reader)
    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers


@pytest.mark.fresh_app
def test_no_form_that_is_for_everybody_has_what_somebody_filled_in(client: Client, reader: Details) -> None:
    articles = [make_article("First"), make_article("Second")]
    refused = {"article": articles[0].id, "comment": TEXT, "author": reader["author"], "email": "nonsense"}
    assert client.post("/comments", data=refused).status_code == 422
    client.press(client.page(article_url(articles[0])), "Post Comment", comment=TEXT, remember="y", **reader)
    assert reader["author"] in client.get(f"/comments/new?article={articles[0].id}").text
    for article in articles:
        page = client.page(article_url(article))
        filled = page.filled(page.form("Post Comment")[0])
        assert filled["article"] == [str(article.id)]
        assert [filled[name] for name in ("comment", "author", "email", "url")] == [[""]] * 4


@pytest.mark.parametrize("value", ["", "x", "gAAAAA", "é" * 10, "a" * 4000])
def test_a_damaged_cookie_is_an_empty_form(client: Client, value: str) -> None:
    article = make_article()
    client.set_cookie("commenter", value, path="/comments")
    page = client.page(f"/comments/new?article={article.id}")
    assert page.filled(page.form("Post Comment")[0])["author"] == [""]
