"""A page that stays open on a clock of its own, which goes on when the test says so."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page

from blog.articles.models import Article
from blog.tools.database import db
from tests.factories import make_article
from tests.journeys.conftest import Visitor
from tests.journeys.test_ticker import HEADLINES, ticker

MINUTE = 60
# No link is here, which the browser would fetch ahead.
NOWHERE = (5, 700)
NEWS = "News so fresh that its headline is as long as any other and fills a telephone"


@pytest.fixture
def database() -> str:
    """One is enough: what a page that is open asks for is the same on both."""
    return "sqlite"


@pytest.fixture
def articles(visitor: Visitor) -> list[Article]:
    """What stands in the ticker when the page is opened, newest first."""
    return [
        make_article(headline, published=timedelta(hours=-number - 1), ticker=True)
        for number, headline in enumerate(HEADLINES)
    ]


@pytest.fixture
def page(visitor: Visitor, articles: list[Article]) -> Page:
    """The front page, an hour's reading from its end, on a clock that stands still until it is told to go on."""
    visitor.stop_the_clock()
    visitor.goto("/")
    # A font that comes later makes the lines wider, and whoever has swiped to one stands beside it.
    visitor.page.evaluate("document.fonts.ready.then(() => true)")
    visitor.page.mouse.move(*NOWHERE)
    return visitor.page


def go_on(page: Page, minutes: int) -> None:
    """Let time pass in which the page may ask, and may not."""
    for _ in range(minutes):
        page.clock.run_for(MINUTE * 1000)


def poll(page: Page) -> None:
    """Let a minute pass, at the end of which the page asks and is answered."""
    with page.expect_response("**/ticker.json"):
        go_on(page, 1)


def publish(headline: str = NEWS, **more: object) -> Article:
    article = make_article(headline, **{"ticker": True, **more})
    db.session.commit()
    return article


def lines(page: Page) -> Locator:
    return ticker(page).get_by_role("listitem").get_by_role("link")


def place(item: Locator) -> object:
    """Where `item` stands, and how large it is, to the pixel: a half one is lost in scrolling."""
    return pytest.approx(item.bounding_box(), abs=1)
