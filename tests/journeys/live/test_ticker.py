"""News comes into the ticker of a page that stays open, and moves nothing of what is shown."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from blog.articles import publishing
from blog.articles.models import Article
from blog.tools.clock import now
from blog.tools.database import db
from blog.web.template_helpers import article_url
from blog.web.times import brief_when
from tests.factories import make_article
from tests.journeys.conftest import Visitor, on_a_telephone, on_each_width
from tests.journeys.live.conftest import NEWS, lines, place, poll, publish
from tests.journeys.test_every_page import objections
from tests.journeys.test_ticker import HEADLINES, PAUSE, PLAY, SECONDS, button, rests_on, ticker

in_each_direction = pytest.mark.parametrize("direction", ["ltr", "rtl"])
# The strip makes no lap, so that only what is new could move it.
at_rest = pytest.mark.parametrize("motion", ["reduce"])


def swipe_to(page: Page, item: int) -> None:
    page.evaluate("(item) => document.querySelectorAll('.ticker-list li')[item].scrollIntoView()", item)
    rests_on(page, item)


def lap(page: Page, *items: int) -> None:
    """Wait for the strip to go to each of `items`."""
    for item in items:
        page.clock.run_for(SECONDS * 1000 + 100)
        rests_on(page, item)


@on_each_width
@in_each_direction
@at_rest
@pytest.mark.parametrize("shown", [0, 1])
def test_news_comes_first_and_what_is_shown_stays_where_it_is(page: Page, direction: str, shown: int) -> None:
    page.evaluate("(direction) => (document.documentElement.dir = direction)", direction)
    swipe_to(page, shown)
    watched = lines(page).filter(has_text=HEADLINES[shown])
    before = place(watched)
    news = publish()
    poll(page)
    expect(lines(page)).to_have_text([NEWS, *HEADLINES])
    assert watched.bounding_box() == before
    expect(lines(page).first).to_have_attribute("href", article_url(news))
    expect(ticker(page).get_by_text("New", exact=True)).to_have_count(1)

    swipe_to(page, 0)
    expect(lines(page).first).to_be_in_viewport()
    expect(ticker(page).get_by_text("New", exact=True)).to_be_in_viewport()
    # axe-core has timers of its own.
    page.clock.resume()
    assert objections(page) == {}


@on_each_width
@in_each_direction
@at_rest
def test_what_has_ended_or_is_withdrawn_leaves_and_what_is_shown_stays_where_it_is(
    page: Page, articles: list[Article], direction: str
) -> None:
    page.evaluate("(direction) => (document.documentElement.dir = direction)", direction)
    swipe_to(page, 1)
    watched = lines(page).filter(has_text=HEADLINES[1])
    before = place(watched)
    articles[0].ticker_until = now()
    publishing.withdraw(articles[3], "")
    db.session.commit()
    poll(page)
    expect(lines(page)).to_have_text(HEADLINES[1:3])
    assert watched.bounding_box() == before


def test_a_strip_that_nothing_is_left_of_keeps_its_place(page: Page, articles: list[Article]) -> None:
    heading = page.get_by_role("heading", name="Latest")
    before = place(heading)
    for article in articles:
        article.ticker_until = now()
    db.session.commit()
    poll(page)
    expect(lines(page)).to_have_count(0)
    expect(ticker(page).get_by_role("button")).to_have_count(0)
    assert heading.bounding_box() == before
    publish()
    poll(page)
    expect(lines(page)).to_have_text([NEWS])


def test_words_and_times_are_kept_right(page: Page, articles: list[Article]) -> None:
    articles[3].ticker_line = "Put more shortly"
    articles[3].published_at -= timedelta(days=400)
    db.session.commit()
    poll(page)
    expect(lines(page).last).to_have_text("Put more shortly")
    time = ticker(page).locator("time").last
    expect(time).to_have_text(brief_when(articles[3].published_at))
    expect(time).to_have_attribute("datetime", f"{articles[3].published_at:%Y-%m-%dT%H:%M:%S+00:00}")
    expect(ticker(page).get_by_text("New", exact=True)).to_have_count(0)


def test_news_is_called_new_for_two_minutes(page: Page) -> None:
    publish()
    poll(page)
    mark = ticker(page).get_by_role("listitem").first.get_by_text("New", exact=True)
    expect(mark).to_be_visible()
    poll(page)
    expect(mark).to_be_visible()
    poll(page)
    expect(mark).to_have_count(0)


def test_hostile_words_are_words(page: Page) -> None:
    publish("<img src=x onerror=alert(1)>", ticker_line="</a><b>bold</b> & ‮evil")
    poll(page)
    expect(lines(page).first).to_contain_text("</a><b>bold</b> &")
    expect(ticker(page).locator("b, img")).to_have_count(0)


def test_there_are_never_more_than_twelve(page: Page) -> None:
    for number in range(10):
        publish(f"More news, number {number}")
    poll(page)
    expect(lines(page)).to_have_count(12)
    expect(lines(page).first).to_have_text("More news, number 9")


@on_a_telephone
def test_news_is_worth_another_lap(page: Page) -> None:
    lap(page, 1, 2, 3, 0)
    poll(page)
    expect(button(page, PLAY)).to_be_visible()
    before = place(lines(page).first)
    publish()
    poll(page)
    expect(button(page, PAUSE)).to_be_visible()
    expect(lines(page).first).to_have_text(NEWS)
    assert lines(page).nth(1).bounding_box() == before
    lap(page, 2, 3, 4, 0)
    expect(button(page, PLAY)).to_be_visible()


@on_a_telephone
@at_rest
def test_with_reduced_motion_news_comes_and_nothing_moves(page: Page) -> None:
    publish()
    poll(page)
    expect(lines(page)).to_have_text([NEWS, *HEADLINES])
    expect(button(page, PLAY)).to_be_visible()
    rests_on(page, 1)


def test_a_second_item_brings_the_buttons(visitor: Visitor) -> None:
    page = visitor.page
    make_article("The only one", ticker=True)
    visitor.stop_the_clock()
    visitor.goto("/")
    expect(ticker(page).get_by_role("button")).to_have_count(0)
    publish()
    poll(page)
    expect(button(page, PAUSE)).to_be_visible()
