"""A reply that comes too late, from elsewhere or at a bad moment is not stored; who meant well keeps the text."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event

from blog.accounts.models import User
from blog.articles import publishing
from blog.comments.models import Comment
from blog.tools import connections
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import changed_after, database_away, make_article, make_comment, make_user
from tests.pages import Client, Page, sign_in
from tests.web.public.replies.form import HELD, TEXT, Details, leave, stored


def test_a_body_too_large_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post("/comments", data={"comment": "x" * 1_000_000})
    assert response.status_code == 413
    assert stored() == []


@pytest.mark.parametrize("article_id", ["", "x", "2147483648", "9" * 40, "1; DROP TABLE comments"])
def test_a_reply_that_arrives_without_its_article_keeps_the_text(
    client: Client, reader: Details, article_id: str
) -> None:
    response = client.post("/comments", data={"article": article_id, "comment": TEXT, **reader})
    assert response.status_code == 400
    page = Page(response)
    assert "Not all of the form arrived. Copy your text from below" in page.text
    assert page.one("textarea").raw_text.strip() == TEXT


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (None, b"article=1&comment=Well"),
        ("application/x-www-form-urlencoded", b""),
        ("application/x-www-form-urlencoded", b"comment=\xff&article=\xff"),
        ("multipart/form-data; boundary=x", b"--x\r\nspoilt"),
    ],
)
def test_a_reply_that_arrives_spoilt_is_not_told_that_comments_have_closed(
    client: Client, kind: str | None, body: bytes
) -> None:
    response = client.post("/comments", data=body, content_type=kind)
    assert response.status_code == 400
    assert "Not all of the form arrived." in Page(response).text


@pytest.mark.parametrize("article_id", ["0", "999999"])
def test_a_reply_to_no_article_keeps_the_text(client: Client, reader: Details, article_id: str) -> None:
    response = client.post("/comments", data={"article": article_id, "comment": TEXT, **reader})
    assert response.status_code == 410
    page = Page(response)
    assert "Comments on this article have closed. Your text is kept below so you can copy it" in page.text
    assert page.one("textarea").raw_text.strip() == TEXT


def test_an_article_closed_or_withdrawn_while_typing_keeps_the_text(client: Client, reader: Details) -> None:
    article = make_article()
    form = client.page(article_url(article))
    article.comments_open = False
    page = client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    assert "Comments on this article have closed. Your text is kept below so you can copy it" in page.text
    assert page.one("textarea", id="comment").raw_text.strip() == TEXT
    publishing.withdraw(article, "It was wrong.")
    page = client.submit(form, "Post Comment", status=410, comment=TEXT, **reader)
    assert page.one("textarea").raw_text.strip() == TEXT
    assert stored() == []


def test_an_article_withdrawn_while_the_reply_is_refused_keeps_the_text(client: Client, reader: Details) -> None:
    number = make_article().id
    with changed_after("articles.comments_open", "UPDATE articles SET withdrawn_at = published_at"):
        response = client.post("/comments", data={"article": number, "comment": TEXT, **reader, "email": ""})
    assert response.status_code == 410
    assert Page(response).one("textarea").raw_text.strip() == TEXT


@pytest.mark.settings(COMMENTS_CLOSE_AFTER_DAYS=14)
def test_comments_close_by_themselves(client: Client, reader: Details) -> None:
    article = make_article(published=timedelta(days=-13))
    form = client.page(article_url(article))
    article.published_at -= timedelta(days=1, seconds=1)
    page = client.page(article_url(article))
    assert "Comments are closed." in page.text
    assert not page.all("textarea")
    client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    assert stored() == []


def test_who_would_reply_where_comments_have_closed_gets_no_form_but_what_was_typed(
    client: Client, reader: Details
) -> None:
    article = make_article()
    parent = make_comment(article, "Who was there?", name="Narges")
    offer = article_url(article, replyto=parent.id)
    form = client.page(offer)
    article.comments_open = False
    page = client.page(offer)
    assert "Comments are closed." in page.text
    assert not page.all("textarea")
    page = client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    assert "Reply to Narges" in page.text
    assert page.one("textarea").raw_text.strip() == TEXT


def test_a_parent_that_has_gone_is_said_and_the_text_kept(client: Client, reader: Details) -> None:
    article = make_article()
    parent = make_comment(article, "Soon removed", name="Soon")
    form = client.page(f"{article_url(article)}?replyto={parent.id}")
    parent.status = "spam"
    page = client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    assert (
        "The comment you are replying to is no longer available. Post this as a new comment, or discard it" in page.text
    )
    client.submit(page, "Post Comment")
    assert stored()[-1].parent_id is None
    assert stored()[-1].text == TEXT


def test_a_parent_on_another_article_is_no_parent(client: Client, reader: Details) -> None:
    here, there = make_article("Here"), make_article("There")
    elsewhere = make_comment(there, "Elsewhere", name="Else")
    response = client.post("/comments", data={"article": here.id, "parent": elsewhere.id, "comment": TEXT, **reader})
    assert response.status_code == 422
    assert len(stored()) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_another_site_cannot_post_in_a_reader_s_name(client: Client, reader: Details, site: str) -> None:
    data = {"article": make_article().id, "comment": TEXT, **reader}
    assert client.post("/comments", data=data, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.post("/comments", data=data, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/comments", data=data, headers={"Origin": "null"}).status_code == 403
    assert stored() == []


# PostgreSQL locks rows, not the whole database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_while_the_database_is_locked_the_text_comes_back(
    app: Flask, client: Client, reader: Details, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = client.page(article_url(make_article()))
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 0)
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    with sqlite3.connect(db.engine.url.database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        page = client.submit(form, "Post Comment", status=503, comment=TEXT, **reader)
        assert "Your comment could not be saved. It is still in the form. Try again in a minute" in page.text
        assert page.one("textarea").raw_text.strip() == TEXT
        other.execute("ROLLBACK")
    assert HELD in client.submit(page, "Post Comment").text


def test_while_the_database_is_away_the_newsroom_keeps_its_text_as_readers_do(client: Client, author: User) -> None:
    sign_in(client, author)
    form = client.page(article_url(make_article()))
    with database_away():
        page = client.submit(form, "Post Comment", status=503, comment=TEXT)
    assert page.one("textarea").raw_text.strip() == TEXT
    assert "Your comment is published." in client.submit(page, "Send again").text


def test_a_reply_to_what_is_deleted_in_this_moment_comes_back(client: Client, reader: Details) -> None:
    article = make_article()
    parent_id = make_comment(article).id
    make_comment(article, "A later one.")
    form = client.page(article_url(article, replyto=parent_id))

    def delete_first(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO comments"):
            connection.execute(delete(Comment).where(Comment.id == parent_id))

    event.listen(db.engine, "before_cursor_execute", delete_first)
    try:
        page = client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    finally:
        event.remove(db.engine, "before_cursor_execute", delete_first)
    assert "The comment you are replying to is no longer available." in page.text
    assert page.one("textarea").raw_text.strip() == TEXT


def test_a_deactivated_author_is_a_reader_like_any_other(client: Client, reader: Details) -> None:
    user = make_user("Omid Parsa")
    article = make_article(author=user)
    sign_in(client, user)
    user.active = False
    leave(client, article_url(article), status=422, comment=TEXT)
    assert stored() == []
