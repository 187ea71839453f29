"""A comment that waits is its writer's to see, change and delete: for a time, and nobody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import event, update

from blog.articles.models import Article
from blog.comments.models import APPROVED, Comment
from blog.comments.reconsidering import own_key
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import all_writes_refused, make_article, make_comment, nobody_waits_for_pages
from tests.pages import Client, Page
from tests.web.public.replies.form import HELD, TEXT, Details, leave, stored


def test_the_commenter_changes_and_deletes_while_it_waits(client: Client, reader: Details) -> None:
    page = leave(client, article_url(make_article()), comment=TEXT, **reader)
    form = client.page(page.link("Edit"))
    assert TEXT in client.page(form.link("Cancel")).text
    assert form.link("Cancel").endswith(f"#comment-{stored()[0].id}")
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


@pytest.mark.parametrize("button", ["Save changes", "Delete"])
def test_the_former_words_can_be_posted_after_all(client: Client, reader: Details, button: str) -> None:
    place = article_url(make_article())
    page = leave(client, place, comment=TEXT, **reader)
    if button == "Delete":
        client.submit(page, button)
    else:
        client.submit(client.page(page.link("Edit")), button, comment="Better said.")
    kept = ["Better said."] if button == "Save changes" else []
    leave(client, place, comment=TEXT, **reader)
    assert [one.text for one in stored()] == [*kept, TEXT]


@pytest.mark.usefixtures("standing_clock")
def test_who_changes_a_comment_often_is_told_to_wait_with_the_text_kept(client: Client) -> None:
    comment, other = (make_comment(make_article(), TEXT, name=name, status="pending") for name in ("Dara", "Mina"))
    page = client.page(f"/comments/{comment.id}/revision?key={own_key(comment)}")
    client.looks = False
    for number in range(10):
        assert client.press(page, "Save changes", comment=f"Better said, {number}.").status_code == 303
    client.looks = True
    for one in comment, other:
        page = client.page(f"/comments/{one.id}/revision?key={own_key(one)}")
        answer = client.press(page, "Save changes", comment="Best said.")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
        page = Page(answer)
        assert "You are saving changes quickly. Wait 10 minutes and save them again" in page.text
        assert page.one("textarea").raw_text.strip() == "Best said."
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    for own, status in (comment, 429), (other, 303):
        data = {"key": own_key(own), "comment": "Best said."}
        answer = client.post(f"/comments/{own.id}/revision", data=data, environ_base=elsewhere)
        assert answer.status_code == status


def test_a_change_that_the_database_does_not_take_comes_back(client: Client, reader: Details) -> None:
    page = client.page(leave(client, article_url(make_article()), comment=TEXT, **reader).link("Edit"))
    with all_writes_refused():
        page = client.submit(page, "Save changes", comment="Better said.", status=503)
    assert page.one("textarea", name="comment").raw_text.strip() == "Better said."
    client.submit(page, "Send again")
    assert stored()[0].text == "Better said."


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
    assert "A comment can be changed for 10 minutes" in Page(response).text
    assert client.post(f"/comments/{comment.id}/removal", data={"key": key}).status_code == 403
    page = client.page(f"{article_url(comment_article(comment))}?pending={comment.id}&key={key}")
    assert HELD in page.text
    assert "Edit" not in [one.text for one in page.all("a")]
    assert stored()[0].text == TEXT
    assert edit.status == 200


@pytest.mark.parametrize("button", ["Save changes", "Delete"])
def test_who_changes_it_in_the_moment_of_its_approval_is_told_so(client: Client, reader: Details, button: str) -> None:
    place = leave(client, article_url(make_article()), comment=TEXT, **reader)
    page = client.page(place.link("Edit")) if button == "Save changes" else place
    db.session.commit()

    read = iter(["the comment", "whether it may be changed"])

    def approve(*_statement: object) -> None:
        if next(read, "") == "whether it may be changed":
            with db.engine.begin() as other:
                other.execute(update(Comment).values(status=APPROVED))

    event.listen(db.engine, "after_cursor_execute", approve)
    try:
        with nobody_waits_for_pages():
            page = client.submit(page, button, status=403, **({"comment": "Better said."} if page is not place else {}))
    finally:
        event.remove(db.engine, "after_cursor_execute", approve)
    assert "until the newsroom decides about it. Yours is as you posted it" in page.text
    assert page.one("textarea").raw_text.strip() == ("Better said." if button == "Save changes" else TEXT)
    assert (stored()[0].status, stored()[0].text) == (APPROVED, TEXT)


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


def comment_article(comment: Comment) -> Article:
    article = db.session.get(Article, comment.article_id)
    assert article
    return article
