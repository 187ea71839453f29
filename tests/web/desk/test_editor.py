"""Writing and saving."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from blog.accounts.models import User
from blog.articles.models import Article
from blog.tools.clock import local, now
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_user
from tests.pages import Client, let_in


def test_an_author_writes_an_article_saves_it_and_finds_it_among_the_drafts(desk: Client) -> None:
    page = desk.page(desk.page("/desk/articles").link("New article"))
    page = desk.submit(page, "Save draft", headline="Boats return", body="Forty of them, to #Port Farrel. #Fishing")
    assert page.heading == "Edit article"
    assert page.one(id="saved").text.startswith("Saved ")
    assert page.one(id="words").text == "7 words · 1 min"
    assert [tag.text for tag in page.one(id="tags").all("li")] == ["#Port", "#Fishing"]
    listed = desk.page("/desk/articles")
    assert [row.one("a").text for row in listed.all("th", scope="row")] == ["Boats return"]
    assert "Draft 1" in listed.text


def test_opening_the_editor_leaves_no_empty_draft_behind(desk: Client) -> None:
    page = desk.page("/desk/articles/new")
    page = desk.submit(page, "Save draft", status=422)
    assert page.title.startswith("Error: ")
    assert "Write a headline or some text before you save" in page.text
    assert db.session.query(Article).count() == 0


def test_a_refused_form_comes_back_as_it_was_typed(desk: Client) -> None:
    typed = {
        "headline": "h" * 201,
        "standfirst": "s" * 401,
        "body": "Kept.\n\n    as typed",
        "slug": "!!!",
        "ticker": True,
        "ticker_until": "tomorrow",
        "ticker_line": "t" * 91,
    }
    page = desk.submit(desk.page("/desk/articles/new"), "Save draft", status=422, **typed)
    form, _ = page.form("Save draft")
    filled = page.filled(form)
    assert {name: filled[name] for name in typed} == {
        name: ["y" if value is True else value] for name, value in typed.items()
    }
    assert [item.text for item in page.one(id="error-summary").all("li")] == [
        "Headline must be 200 characters or fewer. You have 201",
        "Standfirst must be 400 characters or fewer. You have 401",
        "Use letters or digits in the address",
        "Enter a date and a time, like 2026-08-31T14:30",
        "Short line for the ticker must be 90 characters or fewer. You have 91",
    ]
    assert page.one(id="saved").text == "Unsaved changes"


def test_line_ends_in_a_headline_become_spaces(desk: Client) -> None:
    desk.submit(desk.page("/desk/articles/new"), "Save draft", headline="One\r\n two", body="Text")
    assert db.session.query(Article).one().headline == "One two"


def test_the_address_follows_the_headline_until_somebody_chooses_one(desk: Client, author: User) -> None:
    draft = make_article("First thought", author=author, published=False)
    page = desk.submit(desk.page(f"/desk/articles/{draft.id}"), "Save draft", headline="Second thought")
    assert db.session.get_one(Article, draft.id).slug == "second-thought"
    page = desk.submit(page, "Save draft", slug="Thoughts, kept")
    page = desk.submit(page, "Save draft", headline="Third thought")
    assert db.session.get_one(Article, draft.id).slug == "thoughts-kept"


def test_a_published_address_stays_and_the_former_one_leads_on(desk: Client, author: User) -> None:
    article = make_article("First thought", author=author)
    old = article_url(article)
    page = desk.submit(desk.page(f"/desk/articles/{article.id}"), "Save", headline="Second thought")
    assert desk.get(old).status_code == 200
    desk.submit(page, "Save", slug="better")
    assert desk.get(old).status_code == 301
    assert desk.get(old).location == article_url(db.session.get_one(Article, article.id))


def test_an_address_that_is_taken_is_named_with_a_free_one(desk: Client, author: User) -> None:
    make_article("Launchers cross the border", author=author)
    page = desk.page("/desk/articles/new")
    page = desk.submit(page, "Save draft", status=422, headline="Mine", slug="launchers-cross-the-border", body="Kept")
    message = "This address is used by “Launchers cross the border”. Try launchers-cross-the-border-2"
    assert message in page.one(id="error-summary").text
    assert page.one("textarea", name="body").text == "Kept"
    assert db.session.query(Article).count() == 1
    page = desk.submit(page, "Save draft", slug="launchers-cross-the-border-2")
    assert page.heading == "Edit article"


def test_the_headline_of_somebody_elses_draft_is_not_told(desk: Client) -> None:
    make_article("A secret scoop", author=make_user("Omar Haddad"), published=False)
    page = desk.submit(
        desk.page("/desk/articles/new"), "Save draft", status=422, headline="Mine", slug="a-secret-scoop"
    )
    assert "This address is used by another article. Try a-secret-scoop-2" in page.text
    assert "A secret scoop" not in page.text


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_the_ticker_time_is_typed_in_the_sites_zone(desk: Client, author: User) -> None:
    draft = make_article(author=author, published=False)
    page = desk.page(f"/desk/articles/{draft.id}")
    assert "Tehran time." in page.text
    page = desk.submit(page, "Save draft", ticker=True, ticker_until="2030-01-01T12:00", ticker_line="Soon")
    article = db.session.get_one(Article, draft.id)
    assert article.ticker
    assert article.ticker_until is not None
    assert article.ticker_until.isoformat() == "2030-01-01T08:30:00+00:00"
    assert "Tehran time (UTC+03:30)." in page.text
    assert page.one("input", name="ticker_until").get("value") == "2030-01-01T12:00"


@pytest.mark.settings(TIMEZONE="Europe/Lisbon")
def test_saving_leaves_the_end_in_the_ticker_to_the_second_be_it_in_the_hour_that_comes_twice(
    client: Client, author: User
) -> None:
    with time_machine.travel(datetime(2026, 10, 24, 13, 30, 1, tzinfo=UTC), tick=False):
        let_in(client, author)
        article = make_article(author=author, ticker=True)
        page = client.page(f"/desk/articles/{article.id}")
        assert page.one("input", name="ticker_until").get("value") == "2026-10-25T01:30"
        client.submit(page, "Save", standfirst="Clearer.")
    assert db.session.get_one(Article, article.id).ticker_until == datetime(2026, 10, 25, 1, 30, 1, tzinfo=UTC)


def test_a_published_article_enters_the_ticker_for_twelve_hours(desk: Client, author: User) -> None:
    article = make_article(author=author)
    desk.submit(desk.page(f"/desk/articles/{article.id}"), "Save", ticker=True)
    until = db.session.get_one(Article, article.id).ticker_until
    assert until is not None
    assert timedelta(hours=11, minutes=59) < until - now() <= timedelta(hours=12)
    assert desk.page("/").one("news-ticker").one("a").text == article.headline


def test_closing_comments_does_not_make_the_article_look_updated(desk: Client, author: User) -> None:
    article = make_article(author=author, published=timedelta(days=-1))
    before = article.updated_at
    page = desk.submit(desk.page(f"/desk/articles/{article.id}"), "Save", comments_open=False)
    assert page.one(id="saved").text.startswith("Saved ")
    assert "Comments are closed." in desk.page(article_url(article)).text
    assert db.session.get_one(Article, article.id).updated_at == before


def test_what_readers_see_cannot_be_saved_unfit_to_be_seen(desk: Client, author: User) -> None:
    article = make_article("Fit to be seen", author=author)
    page = desk.page(f"/desk/articles/{article.id}")
    page = desk.submit(page, "Save", status=422, headline="", body="![](media:1)")
    assert "Enter a headline" in page.text
    assert "Describe the image media:1 for people who cannot see it" in page.text
    assert db.session.get_one(Article, article.id).headline == "Fit to be seen"


def test_text_in_any_script_is_kept_to_the_letter(desk: Client) -> None:
    headline = "جابه‌جایی موشک‌ها به عراق"
    page = desk.submit(desk.page("/desk/articles/new"), "Save draft", headline=headline, body="#موشک‌ها")
    assert page.one("textarea", name="headline").text == headline
    assert db.session.query(Article).one().headline == headline


def test_html_in_the_text_is_shown_as_typed(desk: Client, author: User) -> None:
    body = "</textarea><script>alert(1)</script>"
    draft = make_article(body, body, author=author, published=False)
    page = desk.page(f"/desk/articles/{draft.id}")
    assert page.one("textarea", name="body").text == body


def test_the_list_has_the_states_with_their_counts(desk: Client, author: User) -> None:
    make_article("A draft", author=author, published=False)
    make_article("To come", author=author, published=timedelta(hours=1))
    make_article("Out", author=author)
    make_article("Taken back", author=author, withdrawn="An error.")
    make_article("Somebody else's", author=make_user("Omar Haddad"))
    for state, headline in (
        ("draft", "A draft"),
        ("scheduled", "To come"),
        ("published", "Out"),
        ("withdrawn", "Taken back"),
    ):
        page = desk.page(f"/desk/articles?state={state}")
        assert [row.text for row in page.all("th", scope="row")] == [headline]
        assert page.one("nav", aria_label="States").text == "Draft 1 Scheduled 1 Published 1 Withdrawn 1"
    assert desk.get("/desk/articles?state=lost").status_code == 404


def test_an_empty_list_says_so_and_where_to_begin(desk: Client) -> None:
    page = desk.page("/desk/articles")
    assert "No drafts." in page.text


@pytest.mark.usefixtures("standing_clock")
def test_the_editor_says_when_somebody_else_has_saved_since(desk: Client, author: User) -> None:
    draft = make_article(author=author, published=False)
    page = desk.submit(desk.page(f"/desk/articles/{draft.id}"), "Save draft", body="My words.")
    assert page.one(id="saved").text == f"Saved {local(now()):%H:%M:%S}"
    draft.updated_at = now() + timedelta(seconds=1)
    page = desk.page(f"/desk/articles/{draft.id}")
    assert page.one(id="saved").text == f"Saved {local(draft.updated_at):%H:%M:%S}"
