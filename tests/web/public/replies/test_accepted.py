"""A reader leaves a reply rightly, and finds it where it should be."""

from flask import Flask

from blog.accounts.models import User
from blog.tools.crypto import unseal
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client, sign_in
from tests.web.public.replies.form import HELD, TEXT, Details, leave, stored


def test_a_first_comment_is_held_and_only_its_writer_sees_it(app: Flask, client: Client, reader: Details) -> None:
    path = article_url(make_article())
    page = leave(client, path, comment=TEXT, **reader)
    assert HELD in page.text
    assert TEXT in page.text
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert TEXT not in app.test_client().page(path).text
    (comment,) = stored()
    assert (comment.status, comment.reasons) == ("pending", ["First comment from this address"])


def test_somebody_with_an_approved_comment_is_published_at_once(client: Client, reader: Details) -> None:
    article = make_article()
    make_comment(article, "An earlier one", address="DARA@example.org")
    page = leave(client, article_url(article), comment=TEXT, **reader)
    assert "Your comment is published." in page.text
    assert TEXT in client.page(article_url(article)).text


def test_a_reply_stands_under_what_it_answers(client: Client, reader: Details) -> None:
    article = make_article()
    parent = make_comment(article, "An earlier one", address=reader["email"])
    leave(client, f"{article_url(article)}?replyto={parent.id}", comment=TEXT, **reader)
    assert TEXT in client.page(article_url(article)).one(id=f"comment-{parent.id}").text


def test_a_signed_in_author_is_published_at_once_with_badge(client: Client, author: User) -> None:
    article = make_article(author=author)
    sign_in(client, author)
    page = leave(client, article_url(article), comment=TEXT)
    (comment,) = stored()
    assert (comment.status, comment.name, comment.user_id) == ("approved", "Samira Rostami", author.id)
    assert comment.address_sealed is None
    assert page.one(id=f"comment-{comment.id}").one(class_="badge").text == "Author"


def test_the_limits_of_each_field_are_reached_and_kept(client: Client) -> None:
    address = "d" * 64 + "@" + ".".join(["e" * 60] * 3) + ".org"
    values = {"comment": "ж" * 8000, "author": "ن" * 80, "email": address, "url": "https://" + "x" * 192}
    leave(client, article_url(make_article()), **values)
    (comment,) = stored()
    assert (comment.text, comment.name, comment.website) == (values["comment"], values["author"], values["url"])
    assert unseal(comment.address_sealed) == address


def test_any_legal_text_comes_back_as_typed(client: Client, reader: Details) -> None:
    text = "</textarea><script>alert(1)</script> {{ 7*7 }} ' \" & 🦀 e\u0301 \u200d\n\nsecond  line"
    leave(client, article_url(make_article()), comment=text, **reader)
    (comment,) = stored()
    assert comment.text == text
    page = leave(client, article_url(make_article("Another")), status=422, comment=text, author="", email="")
    form, _ = page.form("Post Comment")
    assert page.filled(form)["comment"] == [text]


def test_bytes_that_are_no_text_do_no_harm(client: Client, reader: Details) -> None:
    article = make_article()
    body = f"article={article.id}&comment=a%FF%ED%A0%80b&author=Dara&email=dara%40example.org".encode()
    response = client.post("/comments", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
    (comment,) = stored()
    assert comment.text == "a%FF%ED%A0%80b"
