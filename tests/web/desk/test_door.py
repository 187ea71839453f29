"""Who gets to the desk, and what happens to a text that cannot be taken in."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts import sessions
from blog.accounts.models import User
from blog.articles.models import Article
from blog.tools.database import db
from tests.factories import all_writes_refused, database_away, make_article, make_user
from tests.pages import Client, Page, sign_in

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def test_a_visitor_is_led_to_the_sign_in_page_and_from_there_back(client: Client, author: User) -> None:
    answer = client.get("/desk/articles?state=published")
    assert answer.status_code == 302
    page = client.submit(client.page(answer.location), "Sign in", email=author.email, password="correct horse battery")
    assert page.response.request.full_path == "/desk/articles?state=published"


def test_somebody_who_was_deactivated_is_no_longer_let_in(desk: Client, author: User) -> None:
    author.active = False
    assert desk.get("/desk/articles").status_code == 302


def test_an_author_cannot_load_the_article_of_another(desk: Client, author: User) -> None:
    draft = make_article(author=make_user("Omar Haddad"), published=False)
    for page in ("", "/publication", "/withdrawal", "/deletion"):
        assert desk.get(f"/desk/articles/{draft.id}{page}").status_code == 404
    assert draft.headline not in desk.page("/desk/articles").text


def test_an_admin_works_on_every_article(client: Client, author: User, admin: User) -> None:
    draft = make_article(author=author, published=False)
    sign_in(client, admin)
    page = client.submit(client.page(f"/desk/articles/{draft.id}"), "Save draft", headline="Changed by the desk")
    assert page.heading == "Edit article"
    assert db.session.get_one(Article, draft.id).author_id == author.id


def test_an_id_that_no_database_holds_is_not_found(desk: Client) -> None:
    assert desk.get("/desk/articles/99999999999999999999").status_code == 404


def test_the_desk_is_private_and_in_no_search_engine(desk: Client) -> None:
    answer = desk.get("/desk/articles")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_form_without_the_token_of_the_session_changes_nothing_and_loses_nothing(desk: Client) -> None:
    answer = desk.post("/desk/articles/new", data={"headline": "Kept"}, headers=SAME_SITE)
    assert answer.status_code == 400
    assert db.session.query(Article).count() == 0
    page = desk.submit(Page(answer), "Send again")
    assert page.heading == "Edit article"
    assert db.session.query(Article).one().headline == "Kept"


def test_who_was_signed_out_while_writing_signs_in_elsewhere_and_sends_the_text_again(
    desk: Client, author: User
) -> None:
    page = desk.page("/desk/articles/new")
    desk.submit(desk.page("/desk/articles"), "Sign out")
    answer = desk.press(page, "Save draft", headline="The road north", body="It was open at noon.\n")
    assert answer.status_code == 401
    assert "then send this again. You will be asked to look at it once more" in Page(answer).text
    sign_in(desk, author)
    # The kept page has a token of the session from before signing in, which no session afterwards takes.
    kept = desk.submit(Page(answer), "Send again", status=400)
    assert "This page is from before you signed in." in kept.text
    desk.submit(kept, "Send again")
    article = db.session.query(Article).one()
    assert (article.headline, article.body) == ("The road north", "It was open at noon.")


def test_a_long_article_and_its_picture_outlast_the_session(desk: Client, author: User) -> None:
    page = desk.page("/desk/articles/new")
    sessions.end_all(author)
    body = "It was open at noon. " * 15_000
    picture = (io.BytesIO(b"0" * 100_000), "pier.png")
    answer = desk.press(page, "Save draft", body=body, lead_file=picture)
    assert answer.status_code == 401
    kept = Page(answer)
    assert kept.one("textarea", name="body").text == body.strip()
    assert "Choose pier.png again" in kept.text


def test_who_never_signed_in_sends_the_desk_nothing_long(client: Client) -> None:
    answer = client.post("/desk/articles/new", data={"body": "x" * 300_000}, headers=SAME_SITE)
    assert answer.status_code == 413


def test_when_the_database_is_locked_the_text_is_still_in_the_form(desk: Client, author: User) -> None:
    draft_id = make_article(author=author, published=False).id
    page = desk.page(f"/desk/articles/{draft_id}")
    with all_writes_refused():
        answer = desk.press(page, "Save draft", body="Typed for an hour.")
    assert answer.status_code == 503
    kept = Page(answer)
    assert kept.one("textarea", name="body").text == "Typed for an hour."
    desk.submit(kept, "Send again")
    assert db.session.get_one(Article, draft_id).body == "Typed for an hour."


def test_when_the_database_is_away_the_text_is_still_on_the_page(desk: Client, author: User) -> None:
    page = desk.page(f"/desk/articles/{make_article(author=author, published=False).id}")
    with database_away():
        answer = desk.press(page, "Save draft", body="Typed for an hour.")
        assert desk.get("/desk/articles").status_code == 503
    assert answer.status_code == 503
    kept = Page(answer)
    assert kept.one("textarea", name="body").text == "Typed for an hour."
    assert "Articles" not in kept.text
    desk.submit(kept, "Send again")


def test_a_request_that_is_too_large_is_refused_before_it_is_read(app: Flask, desk: Client) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 256 * 1024
    too_long = {"CONTENT_LENGTH": str(25 * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = desk.post("/desk/pictures", environ_overrides=too_long, headers=SAME_SITE)
    assert answer.status_code == 413


@pytest.mark.parametrize("published", [timedelta(hours=1), True])
def test_only_a_draft_can_be_deleted(desk: Client, author: User, published: bool | timedelta) -> None:
    article = make_article(author=author, published=published)
    assert desk.get(f"/desk/articles/{article.id}/deletion").status_code == 404


def test_a_draft_is_deleted_after_a_second_look(desk: Client, author: User) -> None:
    draft = make_article("Not to be", author=author, published=False)
    page = desk.page(desk.page(f"/desk/articles/{draft.id}").link("Delete draft…"))
    assert "cannot be undone" in page.text
    page = desk.submit(page, "Delete draft")
    assert "The draft is deleted." in page.text
    assert db.session.query(Article).count() == 0


def test_nobody_deletes_what_has_been_written_since_they_looked(desk: Client, author: User) -> None:
    draft = make_article("Not to be", "One word", author=author, published=False)
    page = desk.page(f"/desk/articles/{draft.id}/deletion")
    draft.body = "Two thousand words"
    page = desk.submit(page, "Delete draft")
    assert "The article has changed since you opened this page. Look at it again" in page.text
    assert db.session.query(Article).one().body == "Two thousand words"
