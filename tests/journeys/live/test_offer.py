"""New stories are offered above the list of the latest on a page that stays open, and shown when they are asked for."""

from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from blog.articles import publishing
from blog.articles.models import Article
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article
from tests.journeys.conftest import Visitor, on_each_width
from tests.journeys.live.conftest import place, poll, publish
from tests.journeys.test_every_page import objections
from tests.journeys.test_ticker import HEADLINES


def offer(page: Page) -> Locator:
    return page.locator(".latest").get_by_role("button")


@on_each_width
def test_a_button_offers_the_new_stories_and_shows_them(page: Page) -> None:
    title, old = page.title(), page.locator(".latest li")
    before = place(old.first)
    poll(page)
    expect(offer(page)).to_have_count(0)
    publish("The first")
    poll(page)
    expect(offer(page)).to_have_text("Show 1 new story")
    publish("The second", ticker=False)
    publish("The third", ticker=False)
    poll(page)
    expect(offer(page)).to_have_text("Show 3 new stories")
    expect(old.get_by_role("link")).to_have_text(HEADLINES)
    assert old.first.bounding_box() == before
    assert page.title() == title
    # axe-core has timers of its own.
    page.clock.resume()
    assert objections(page) == {}

    with page.expect_navigation():
        offer(page).click()
    assert urlsplit(page.url)[2:] == ("/", "", "latest")
    expect(old.get_by_role("link").first).to_have_text("The third")
    expect(page.get_by_role("heading", name="Latest")).to_be_in_viewport()
    expect(offer(page)).to_have_count(0)


def test_the_offer_is_said_once(page: Page) -> None:
    status = page.locator(".latest").get_by_role("status")
    expect(status).to_have_text("")
    publish()
    poll(page)
    expect(status).to_have_text("Show 1 new story")
    assert status.get_attribute("aria-live") is None
    publish("Another")
    poll(page)
    expect(status).to_have_text("Show 2 new stories")
    expect(status).to_have_attribute("aria-live", "off")


def test_what_is_withdrawn_again_is_not_offered(page: Page, articles: list[Article]) -> None:
    news = publish()
    poll(page)
    expect(offer(page)).to_have_text("Show 1 new story")
    publishing.withdraw(news, "")
    publishing.withdraw(articles[0], "")
    db.session.commit()
    poll(page)
    expect(offer(page)).to_have_count(0)


def test_an_article_s_own_list_offers_them_where_there_is_no_ticker(visitor: Visitor) -> None:
    page = visitor.page
    make_article("Before", published=timedelta(hours=-1))
    article = make_article("The newest there is")
    visitor.stop_the_clock()
    visitor.goto(article_url(article))
    poll(page)
    expect(offer(page)).to_have_count(0)
    for number in range(9):
        publish(f"News {number}", ticker=False)
    poll(page)
    expect(offer(page)).to_have_text("Show 7 new stories")
    with page.expect_navigation():
        page.keyboard.press("Tab")
        offer(page).press("Enter")
    assert urlsplit(page.url).path == article_url(article)
    expect(page.locator(".latest li")).to_have_count(7)
