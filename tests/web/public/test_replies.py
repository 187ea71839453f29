"""A reader leaves a reply: wrongly, rightly, twice, too late, while the database is away."""

import sqlite3
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import User
from blog.articles import publishing
from blog.articles.models import Article
from blog.comments.models import Comment
from blog.comments.posting import own_key
from blog.tools.crypto import unseal
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment, make_user
from tests.pages import Client, Page, sign_in

TEXT = "Was the harbour master asked? I would like to know."
HELD = "Your comment is awaiting moderation. Only you can see it."

Details = dict[str, str]


def leave(client: Client, path: str, *, status: int = 200, **values: Any) -> Page:
    return client.submit(client.page(path), "Post Comment", status=status, **values)


def stored() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


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


WRONG = [
    ("comment", "", "Write a comment before you post it"),
    ("comment", " \n\t ", "Write a comment before you post it"),
    ("comment", "x" * 8312, "Comment must be 8,000 characters or fewer. You have 8,312"),
    ("comment", "https://example.org/buy", "Add a few words of your own to the link"),
    ("comment", "see " + "https://example.org/ " * 4, "Use no more than 3 links in a comment"),
    ("comment", "nul\0byte", "Comment has a character in it that cannot be shown. Remove it"),
    ("author", "", "Enter your name"),
    ("author", "x" * 81, "Name must be 80 characters or fewer"),
    ("author", "two\nlines", "Name has a character in it that cannot be shown. Remove it"),
    ("author", " samira  ROSTAMI ", "This name belongs to a member of the newsroom. Choose another, or sign in"),
    ("email", "", "Enter your email address"),
    ("email", "dara@", "Enter an email address in the correct format, like name@example.com"),
    ("email", "dara@example.org\nBcc: x@example.org", "Email has a character in it that cannot be shown. Remove it"),
    ("email", "x" * 250 + "@example.org", "Email must be 254 characters or fewer"),
    ("url", "javascript:alert(1)", "Enter a website address that starts with https:// or http://"),
    ("url", "example.org", "Enter a website address that starts with https:// or http://"),
    ("url", "https://" + "x" * 200, "Website must be 200 characters or fewer"),
]


@pytest.mark.parametrize(("field", "value", "message"), WRONG, ids=[message[:40] for _, _, message in WRONG])
def test_a_mistake_is_named_and_all_that_was_typed_comes_back(
    client: Client, author: User, reader: Details, field: str, value: str, message: str
) -> None:
    article = make_article("The whole article", author=author)
    typed = {"comment": TEXT, **reader, field: value}
    page = leave(client, article_url(article), status=422, **typed)
    assert page.heading == "The whole article"
    assert page.title.startswith("Error: ")
    assert message in page.one(id="error-summary").text
    assert page.one(id="error-summary").one("a").get("href") == f"#{field}"
    control = page.one(id=field)
    assert control.get("aria-invalid") == "true"
    assert f"{field}-err" in control.get("aria-describedby", "")
    form, _ = page.form("Post Comment")
    kept = {name: page.filled(form)[name][0] for name in typed}
    # As it was, less white space round it.
    assert kept == {name: text.strip() for name, text in typed.items()}
    assert stored() == []


def test_all_mistakes_are_named_at_once_in_the_order_of_the_fields(client: Client) -> None:
    page = leave(client, article_url(make_article()), status=422)
    assert [one.text for one in page.one(id="error-summary").all("a")] == [
        "Write a comment before you post it",
        "Enter your name",
        "Enter your email address",
    ]


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


def test_a_body_too_large_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post("/comments", data={"comment": "x" * 1_000_000})
    assert response.status_code == 413
    assert stored() == []


def test_bytes_that_are_no_text_do_no_harm(client: Client, reader: Details) -> None:
    article = make_article()
    body = f"article={article.id}&comment=a%FF%ED%A0%80b&author=Dara&email=dara%40example.org".encode()
    response = client.post("/comments", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
    (comment,) = stored()
    assert comment.text == "a%FF%ED%A0%80b"


@pytest.mark.parametrize("article_id", ["", "x", "0", "999999", "2147483648", "9" * 40, "1; DROP TABLE comments"])
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


def test_the_same_reply_sent_twice_is_one_comment(client: Client, reader: Details) -> None:
    form = client.page(article_url(make_article()))
    first = client.press(form, "Post Comment", comment=TEXT, **reader)
    second = client.press(form, "Post Comment", comment=f"  {TEXT} ", **reader)
    assert first.location == second.location
    assert len(stored()) == 1


def test_the_same_reply_much_later_is_named_as_such(client: Client, reader: Details) -> None:
    form = client.page(article_url(make_article()))
    client.press(form, "Post Comment", comment=TEXT, **reader)
    stored()[0].created_at -= timedelta(minutes=11)
    page = client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    assert "You have already posted this comment" in page.one(id="error-summary").text


def test_the_same_reply_at_the_same_moment_is_one_comment(app: Flask, reader: Details) -> None:
    article = make_article()
    data = {"article": article.id, "comment": TEXT, **reader}
    db.session.commit()
    together, answers = threading.Barrier(4), []

    def send() -> None:
        browser = app.test_client()
        together.wait()
        answers.append(browser.post("/comments", data=data).location)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(set(answers)) == 1
    assert len(stored()) == 1


def test_the_commenter_changes_and_deletes_while_it_waits(client: Client, reader: Details) -> None:
    page = leave(client, article_url(make_article()), comment=TEXT, **reader)
    form = client.page(page.link("Edit"))
    page = client.submit(form, "Save changes", comment="Better said.")
    assert "Your changes are saved." in page.text
    assert "Better said." in page.text
    page = client.submit(page, "Delete")
    assert "Your comment is deleted." in page.text
    assert stored() == []


def test_a_change_can_be_wrong_too(client: Client, reader: Details) -> None:
    page = leave(client, article_url(make_article()), comment=TEXT, **reader)
    page = client.submit(client.page(page.link("Edit")), "Save changes", status=422, comment="")
    assert "Write a comment before you post it" in page.text
    assert stored()[0].text == TEXT


def test_after_ten_minutes_it_can_be_seen_but_not_changed(client: Client, reader: Details) -> None:
    form_page = leave(client, article_url(make_article()), comment=TEXT, **reader)
    edit = client.page(form_page.link("Edit"))
    comment = stored()[0]
    before = comment.created_at
    # The key is made from the moment of posting, so the clock is moved by moving what it says there.
    comment.created_at = before - timedelta(minutes=11)
    key = own_key(comment)
    response = client.post(f"/comments/{comment.id}/revision", data={"key": key, "comment": "Too late"})
    assert response.status_code == 403
    assert "The 10 minutes for changes have passed." in Page(response).text
    assert client.post(f"/comments/{comment.id}/removal", data={"key": key}).status_code == 403
    page = client.page(f"{article_url(comment_article(comment))}?pending={comment.id}&key={key}")
    assert HELD in page.text
    assert "Edit" not in [one.text for one in page.all("a")]
    assert stored()[0].text == TEXT
    assert edit.status == 200


def test_after_a_day_the_link_shows_the_plain_article(client: Client) -> None:
    comment = make_comment(make_article(), TEXT, status="pending")
    comment.created_at -= timedelta(hours=24, seconds=1)
    page = client.page(f"{article_url(comment_article(comment))}?pending={comment.id}&key={own_key(comment)}")
    assert TEXT not in page.text
    assert page.response.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("key", ["", "x" * 24, "ключ", "A" * 5000])
def test_a_wrong_key_opens_nothing(client: Client, key: str) -> None:
    comment = make_comment(make_article(), TEXT, status="pending")
    path = article_url(comment_article(comment))
    assert TEXT not in client.page(f"{path}?pending={comment.id}&key={key}").text
    assert client.get(f"/comments/{comment.id}/revision?key={key}").status_code == 404
    assert client.post(f"/comments/{comment.id}/revision", data={"key": key, "comment": "Mine"}).status_code == 404
    assert client.post(f"/comments/{comment.id}/removal", data={"key": key}).status_code == 404


def test_another_comment_s_key_opens_nothing(client: Client) -> None:
    article = make_article()
    mine = make_comment(article, "Mine", name="Mine", status="pending")
    theirs = make_comment(article, TEXT, name="Theirs", status="pending")
    assert TEXT not in client.page(f"{article_url(article)}?pending={theirs.id}&key={own_key(mine)}").text


def test_an_approved_comment_is_no_longer_the_commenter_s_to_change(client: Client) -> None:
    comment = make_comment(make_article(), TEXT)
    response = client.post(f"/comments/{comment.id}/revision", data={"key": own_key(comment), "comment": "Swapped"})
    assert response.status_code == 404
    assert stored()[0].text == TEXT


def test_saved_details_are_in_a_cookie_that_no_article_gets(client: Client, reader: Details) -> None:
    article = make_article()
    form = client.page(article_url(article))
    response = client.press(form, "Post Comment", comment=TEXT, remember="y", **reader)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("commenter=")
    assert "Path=/comments" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "dara" not in cookie.lower()
    page = client.page(f"/comments/new?article={article.id}")
    filled = page.filled(page.form("Post Comment")[0])
    assert [filled[name] for name in ("author", "email", "url")] == [
        [reader[name]] for name in ("author", "email", "url")
    ]
    assert page.response.headers["Cache-Control"] == "private, no-store"
    client.press(page, "Post Comment", comment="Another", remember=False)
    page = client.page(f"/comments/new?article={article.id}")
    assert page.filled(page.form("Post Comment")[0])["author"] == [""]


@pytest.mark.parametrize("value", ["", "x", "gAAAAA", "é" * 10, "a" * 4000])
def test_a_damaged_cookie_is_an_empty_form(client: Client, value: str) -> None:
    article = make_article()
    client.set_cookie("commenter", value, path="/comments")
    page = client.page(f"/comments/new?article={article.id}")
    assert page.filled(page.form("Post Comment")[0])["author"] == [""]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_another_site_cannot_post_in_a_reader_s_name(client: Client, reader: Details, site: str) -> None:
    data = {"article": make_article().id, "comment": TEXT, **reader}
    assert client.post("/comments", data=data, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.post("/comments", data=data, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/comments", data=data, headers={"Origin": "null"}).status_code == 403
    assert stored() == []


def test_while_the_database_is_locked_the_text_comes_back(app: Flask, client: Client, reader: Details) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the whole database")
    form = client.page(article_url(make_article()))
    db.session.remove()
    db.engine.dispose()
    with sqlite3.connect(db.engine.url.database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        page = client.submit(form, "Post Comment", status=503, comment=TEXT, **reader)
        assert "Your comment could not be saved. It is still in the form. Try again in a minute" in page.text
        assert page.one("textarea").raw_text.strip() == TEXT
        other.execute("ROLLBACK")
    assert HELD in client.submit(page, "Post Comment").text


def test_a_deactivated_author_is_a_reader_like_any_other(client: Client, reader: Details) -> None:
    user = make_user("Omid Parsa")
    article = make_article(author=user)
    sign_in(client, user)
    user.active = False
    leave(client, article_url(article), status=422, comment=TEXT)
    assert stored() == []


def comment_article(comment: Comment) -> Article:
    article = db.session.get(Article, comment.article_id)
    assert article
    return article
