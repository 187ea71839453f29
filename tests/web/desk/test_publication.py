"""Publishing, scheduling, withdrawing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from blog.accounts.models import User
from blog.articles.models import Article
from blog.tools.clock import local, now
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article
from tests.pages import Client, Page, let_in

SOUND = "Forty boats came back. #Fishing"


@pytest.fixture
def draft(author: User) -> Article:
    return make_article("Boats return", SOUND, author=author, published=False, standfirst="To #Port Farrel.")


def test_an_author_saves_looks_once_more_and_publishes(desk: Client, draft: Article) -> None:
    page = desk.submit(desk.page(f"/desk/articles/{draft.id}"), "Publish…", headline="All boats return")
    assert page.heading == "Publish"
    assert "All boats return" in page.text
    assert "Nothing to mend." in page.text
    page = desk.submit(page, "Publish now")
    assert "Published. View article" in page.text
    public = desk.page(page.link("View article"))
    assert public.heading == "All boats return"
    assert public.one("nav", aria_label="Tags").text == "#Fishing"


def test_what_is_missing_stops_and_leads_to_its_field(desk: Client, author: User) -> None:
    draft = make_article("", "![](media:7)", author=author, published=False)
    page = desk.page(f"/desk/articles/{draft.id}/publication")
    assert page.link("Enter a headline") == f"/desk/articles/{draft.id}#headline"
    image = "Describe the image media:7 for people who cannot see it"
    assert page.link(image) == f"/desk/articles/{draft.id}#body"
    page = desk.submit(page, "Publish now", status=422)
    assert "The article cannot be published yet" in page.one(id="error-summary").text
    assert db.session.get_one(Article, draft.id).state == "draft"


def test_what_could_be_better_is_said_and_stops_nothing(desk: Client, author: User) -> None:
    draft = make_article("h" * 91, "#### Deep\n\n[here](/)", author=author, published=False)
    page = desk.page(f"/desk/articles/{draft.id}/publication")
    assert [item.text for item in page.one("section", aria_labelledby="warnings").all("li")] == [
        "There is no standfirst",
        "The headline has 91 characters. Up to 90 read well",
        "There is no tag. Write one into the text as a #hashtag",
        "The subheading “Deep” skips a level",
        "A link reads “here”. Say where it leads",
    ]
    desk.submit(page, "Publish now")
    assert db.session.get_one(Article, draft.id).state == "published"


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_an_author_schedules_in_the_sites_zone_and_thinks_again(desk: Client, draft: Article) -> None:
    page, later = desk.page(f"/desk/articles/{draft.id}/publication"), now().year + 5
    assert "Tehran time." in page.text
    page = desk.submit(page, "Schedule", at=f"{later}-09-01T07:00")
    assert f"Scheduled for 1 September {later}, 07:00, Tehran time (UTC+03:30)." in page.text
    article = db.session.get_one(Article, draft.id)
    assert article.published_at is not None
    assert article.published_at.isoformat() == f"{later}-09-01T03:30:00+00:00"
    assert desk.get(article_url(article)).status_code == 404
    page = desk.submit(page, "Schedule…")
    assert page.one("input", name="at").get("value") == f"{later}-09-01T07:00"
    page = desk.submit(page, "Make it a draft again")
    assert "The article is a draft again." in page.text
    assert db.session.get_one(Article, draft.id).state == "draft"


@pytest.mark.settings(TIMEZONE="Europe/Lisbon")
@pytest.mark.parametrize(("day", "offset"), [("01-15", "+00:00"), ("07-01", "+01:00")])
def test_an_author_is_told_the_offset_of_the_day_that_is_meant(
    desk: Client, draft: Article, day: str, offset: str
) -> None:
    page, later = desk.page(f"/desk/articles/{draft.id}/publication"), now().year + 1
    page = desk.submit(page, "Schedule", at=f"{later}-{day}T10:00")
    assert f"10:00, Lisbon time (UTC{offset})." in page.text
    page = desk.submit(page, "Schedule…")
    assert f"Lisbon time (UTC{offset})." in page.text


@pytest.mark.settings(TIMEZONE="Europe/Lisbon")
def test_in_the_second_of_two_equal_hours_an_author_schedules_for_half_an_hour_ahead(
    client: Client, draft: Article, author: User
) -> None:
    with time_machine.travel(datetime(2026, 10, 25, 1, 10, tzinfo=UTC)):
        let_in(client, author)
        page = client.page(f"/desk/articles/{draft.id}/publication")
        client.submit(page, "Schedule", at="2026-10-25T01:40")
    assert db.session.get_one(Article, draft.id).published_at == datetime(2026, 10, 25, 1, 40, tzinfo=UTC)


@pytest.mark.settings(TIMEZONE="Europe/Lisbon")
def test_scheduling_again_as_it_was_leaves_the_time_be_it_in_the_hour_that_comes_twice(
    client: Client, author: User
) -> None:
    second = datetime(2026, 10, 25, 1, 30, 15, tzinfo=UTC)
    with time_machine.travel(second - timedelta(days=1)):
        let_in(client, author)
        article = make_article("Boats return", SOUND, author=author, published=second)
        client.submit(client.page(f"/desk/articles/{article.id}/publication"), "Schedule")
    assert db.session.get_one(Article, article.id).published_at == second


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2020-01-01T00:00", "This time has passed. Publish now, or choose a later time"),
        ("", "Enter the date and time to publish at"),
        ("soon", "Enter a date and a time, like 2026-08-31T14:30"),
        ("2027-07-01T10:00Z", "Enter a date and a time, like 2026-08-31T14:30"),
        ("2027-07-01T10:00+05:00", "Enter a date and a time, like 2026-08-31T14:30"),
        ("2027-07-01", "Enter a date and a time, like 2026-08-31T14:30"),
        ("2027-W30-1", "Enter a date and a time, like 2026-08-31T14:30"),
        ("2027-07-01T25:00", "Enter a date and a time, like 2026-08-31T14:30"),
        ("9999-12-31T23:59", "Enter a date up to the year 2099"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_kept(desk: Client, draft: Article, typed: str, message: str) -> None:
    page = desk.submit(desk.page(f"/desk/articles/{draft.id}/publication"), "Schedule", status=422, at=typed)
    assert page.one(id="error-summary").one("li").text == message
    assert page.one("input", name="at").get("value") == typed


@pytest.mark.settings(TIMEZONE="Europe/Lisbon")
def test_a_time_that_clocks_skip_in_spring_is_refused_and_kept(client: Client, draft: Article, author: User) -> None:
    with time_machine.travel(datetime(2026, 11, 28, tzinfo=UTC)):
        let_in(client, author)
        page = client.page(f"/desk/articles/{draft.id}/publication")
        page = client.submit(page, "Schedule", status=422, at="2027-03-28T01:30")
    told = "There is no such time on that day: clocks go forward over it. Enter another"
    assert page.one(id="error-summary").one("li").text == told
    assert page.one("input", name="at").get("value") == "2027-03-28T01:30"


def test_enter_in_the_time_schedules_and_does_not_publish_now(desk: Client, draft: Article) -> None:
    page = desk.page(f"/desk/articles/{draft.id}/publication")
    form, _ = page.form("Schedule")
    # The button that the Enter key presses.
    assert form.all("button")[0].get("value") == "schedule"
    assert "at" in page.names(form)


def test_a_scheduled_article_is_public_when_its_time_has_come(desk: Client, draft: Article) -> None:
    soon = f"{local(now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"
    desk.submit(desk.page(f"/desk/articles/{draft.id}/publication"), "Schedule", at=soon)
    article = db.session.get_one(Article, draft.id)
    assert article.published_at is not None
    article.published_at -= timedelta(days=2)
    assert desk.get(article_url(article)).status_code == 200


def test_nobody_publishes_what_has_changed_since_they_looked(desk: Client, draft: Article) -> None:
    page = desk.page(f"/desk/articles/{draft.id}/publication")
    draft.headline = "Changed meanwhile"
    page = desk.submit(page, "Publish now")
    assert "The article has changed since you opened this page. Look at it again" in page.text
    assert "Changed meanwhile" in page.text
    assert db.session.get_one(Article, draft.id).state == "draft"


def test_a_published_article_is_withdrawn_with_a_note_and_published_again(desk: Client, draft: Article) -> None:
    page = _publish(desk, draft)
    address = article_url(db.session.get_one(Article, draft.id))
    page = desk.page(page.link("Withdraw…"))
    page = desk.submit(page, "Withdraw", status=422)
    assert "Tell readers why the article is withdrawn" in page.text
    page = desk.submit(page, "Withdraw", note="The boats were not ours.")
    assert "Withdrawn." in page.text
    gone = desk.page(address, status=410)
    assert "The boats were not ours." in gone.text
    page = desk.submit(page, "Publish again…")
    page = desk.submit(page, "Publish again")
    assert desk.page(address).heading == "Boats return"


def test_a_second_press_on_withdraw_finds_it_done(desk: Client, draft: Article) -> None:
    page = desk.page(_publish(desk, draft).link("Withdraw…"))
    desk.submit(page, "Withdraw", note="The boats were not ours.")
    page = desk.submit(page, "Withdraw", note="Pressed again.")
    assert page.path == f"/desk/articles/{draft.id}"
    assert db.session.get_one(Article, draft.id).withdrawal_note == "The boats were not ours."


def test_a_published_article_has_no_publication_page(desk: Client, draft: Article) -> None:
    _publish(desk, draft)
    answer = desk.get(f"/desk/articles/{draft.id}/publication")
    assert answer.location == f"/desk/articles/{draft.id}"


def _publish(desk: Client, draft: Article) -> Page:
    return desk.submit(desk.page(f"/desk/articles/{draft.id}/publication"), "Publish now")
