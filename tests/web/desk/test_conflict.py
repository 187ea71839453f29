"""Two people save the same article: the second is told, sees both texts and loses neither."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, update

from blog.accounts.models import User
from blog.articles.models import Article
from blog.tools.database import db
from tests.factories import changed_after, make_article, make_picture
from tests.pages import Client, Page, sign_in


@pytest.fixture
def draft(author: User) -> Article:
    return make_article("The draft", "As it was.", author=author, published=False)


@pytest.fixture
def conflict(app: Flask, desk: Client, admin: User, draft: Article) -> Page:
    """What Samira sees when Leila has saved before her."""
    mine = desk.page(f"/desk/articles/{draft.id}")
    leila = app.test_client()
    sign_in(leila, admin)
    leila.submit(leila.page(f"/desk/articles/{draft.id}"), "Save draft", body="As Leila has it.")
    answer = desk.press(mine, "Save draft", body="As Samira has it.", ticker=True)
    assert answer.status_code == 409
    return Page(answer)


def test_the_second_sees_both_texts(conflict: Page, draft: Article) -> None:
    assert conflict.heading == "Someone else changed this article"
    assert conflict.one("textarea", id="their-text").text == "As Leila has it."
    assert conflict.one("textarea", name="body").text == "As Samira has it."
    assert db.session.get_one(Article, draft.id).body == "As Leila has it."


def test_the_second_saves_over_the_first(desk: Client, conflict: Page, draft: Article) -> None:
    desk.submit(conflict, "Save mine over it", body="Both have it.")
    article = db.session.get_one(Article, draft.id)
    assert (article.body, article.ticker) == ("Both have it.", True)


def test_the_second_sees_what_else_differs_and_overwrites_none_of_it_unseen(
    app: Flask, desk: Client, admin: User, author: User
) -> None:
    picture = make_picture(alt="Fog over the harbour")
    article = make_article("Boats", author=author, comments_open=True)
    mine = desk.page(f"/desk/articles/{article.id}")
    leila = app.test_client()
    sign_in(leila, admin)
    picture.uploaded_by = admin.id
    changed = {"slug": "all-boats", "comments_open": False, "ticker": True, "ticker_until": "2031-09-01T07:00"}
    leila.submit(leila.page(f"/desk/articles/{article.id}"), "Save", lead=str(picture.id), **changed)
    conflict = desk.submit(mine, "Save", status=409, body="As Samira has it.")
    theirs, yours = (conflict.one("section", aria_labelledby=f"{one}-title") for one in ("theirs", "mine"))
    for said in (
        "Address: all-boats",
        "Open for comments: no",
        "Show in the News Ticker: yes",
        "1 September 2031, 07:00",
    ):
        assert said in theirs.text
    assert "Lead picture: Fog over the harbour" in theirs.text
    assert "Short line for the ticker" not in theirs.text
    assert yours.one("input", name="slug").get("value") == "boats"
    taken_over = {"slug": "all-boats", "lead": str(picture.id), "comments_open": False}
    desk.submit(conflict, "Save mine over it", **taken_over)
    saved = db.session.get_one(Article, article.id)
    assert (saved.slug, saved.lead_picture_id, saved.comments_open) == ("all-boats", picture.id, False)
    assert (saved.body, saved.ticker) == ("As Samira has it.", False)


def test_the_second_keeps_the_text_as_a_new_draft(desk: Client, conflict: Page, draft: Article) -> None:
    page = desk.submit(conflict, "Keep mine as a new draft")
    assert page.path != f"/desk/articles/{draft.id}"
    assert {article.body for article in db.session.query(Article)} == {"As Leila has it.", "As Samira has it."}


def test_the_second_goes_on_from_the_first(desk: Client, conflict: Page) -> None:
    assert desk.page(conflict.link("Go on from theirs")).one("textarea", name="body").text == "As Leila has it."


def test_a_third_who_was_quicker_is_told_of_again(app: Flask, desk: Client, conflict: Page, draft: Article) -> None:
    db.session.get_one(Article, draft.id).body = "As the third has it."
    page = desk.submit(conflict, "Save mine over it", status=409)
    assert page.one("textarea", id="their-text").text == "As the third has it."
    assert page.one("textarea", name="body").text == "As Samira has it."


def test_the_note_of_a_withdrawal_that_meets_a_save_comes_back(
    desk: Client, author: User, at_next_flush: Callable[[Callable[[], None]], None]
) -> None:
    article = make_article("The boats", author=author)
    page = desk.page(f"/desk/articles/{article.id}/withdrawal")
    change = update(Article).values(revision=Article.revision + 1)

    def save_in_between() -> None:
        with db.engine.begin() as connection:
            connection.execute(change)

    at_next_flush(save_in_between)
    page = desk.submit(page, "Withdraw", status=409, note="Not our boats.")
    assert page.one("textarea", name="note").text == "Not our boats."
    desk.submit(page, "Send again")
    assert db.session.get_one(Article, article.id).withdrawal_note == "Not our boats."


def test_a_save_that_falls_between_reading_and_writing_is_seen_as_well(
    desk: Client, draft: Article, at_next_flush: Callable[[Callable[[], None]], None]
) -> None:
    page = desk.page(f"/desk/articles/{draft.id}")
    change = update(Article).values(body="In between.", revision=Article.revision + 1)

    def save_in_between() -> None:
        with db.engine.begin() as connection:
            connection.execute(change)

    at_next_flush(save_in_between)
    answer = desk.press(page, "Save draft", body="As Samira has it.")
    assert answer.status_code == 409
    assert Page(answer).one("textarea", id="their-text").text == "In between."
    assert Page(answer).one("textarea", name="body").text == "As Samira has it."


def test_who_takes_an_address_at_the_same_moment_as_another_is_told_and_loses_no_text(
    desk: Client, author: User, draft: Article
) -> None:
    make_article("Other", author=author, published=False)
    page = desk.page(f"/desk/articles/{draft.id}")
    with changed_after("articles.id !=", "UPDATE articles SET slug = 'boats' WHERE headline = 'Other'"):
        kept = desk.submit(page, "Save draft", status=409, slug="boats", body="Typed for an hour.")
    assert "Somebody changed the same at this moment. Look in another tab whether it is done already" in kept.text
    assert kept.one("textarea", name="body").text == "Typed for an hour."
    page = desk.submit(kept, "Send again", status=422)
    assert "Try boats-2" in page.one(id="slug-err").text
    assert page.one("textarea", name="body").text == "Typed for an hour."


def test_the_text_for_an_article_that_is_deleted_meanwhile_becomes_a_new_draft(desk: Client, draft: Article) -> None:
    page = desk.page(f"/desk/articles/{draft.id}")
    db.session.delete(draft)
    answer = desk.press(page, "Save draft", body="Still mine.")
    assert answer.status_code == 404
    desk.submit(Page(answer), "Save as a new draft")
    assert db.session.query(Article).one().body == "Still mine."


@pytest.fixture
def at_next_flush() -> Callable[[Callable[[], None]], None]:
    """Call something once, when a request is about to write."""

    def arrange(action: Callable[[], None]) -> None:
        event.listen(db.session, "before_flush", lambda *_: action(), once=True)

    return arrange
