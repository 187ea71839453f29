"""A page that stays open on a clock of its own, which goes on when the test says so."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request

from blog.articles.models import Article
from blog.tools.database import db
from tests.factories import make_article
from tests.journeys.conftest import Visitor
from tests.journeys.test_ticker import HEADLINES, SECONDS, rests_on, ticker

MINUTE = 60
TELEPHONE, DESK = 360, 1280
# No link is here, which the browser would fetch ahead.
NOWHERE = (5, 700)
NEWS = "News so fresh that its headline is as long as any other and fills a telephone"

on_each_width = pytest.mark.parametrize("width", [TELEPHONE, DESK])


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One is enough: what a page that is open asks for is the same on both."""
    return request.param


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
    visitor.page.clock.install()
    visitor.goto("/")
    # A font that comes later makes the lines wider, and whoever has swiped to one stands beside it.
    visitor.page.evaluate("document.fonts.ready.then(() => true)")
    visitor.page.mouse.move(*NOWHERE)
    return visitor.page


@pytest.fixture
def polls(visitor: Visitor) -> list[str]:
    """The addresses of the polls so far."""
    made: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).path == "/ticker.json":
            made.append(request.url)

    visitor.page.on("request", note)
    return made


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


def swipe_to(page: Page, item: int) -> None:
    page.evaluate("(item) => document.querySelectorAll('.ticker-list li')[item].scrollIntoView()", item)
    rests_on(page, item)


def lap(page: Page, *items: int) -> None:
    """Wait for the strip to go to each of `items`."""
    for item in items:
        page.clock.run_for(SECONDS * 1000 + 100)
        rests_on(page, item)


def place(item: Locator) -> object:
    """Where `item` stands, and how large it is, to the pixel: a half one is lost in scrolling."""
    return pytest.approx(item.bounding_box(), abs=1)


def offer(page: Page) -> Locator:
    return page.locator(".latest").get_by_role("button")


def look_away(page: Page, hidden: bool = True) -> None:
    """As Chromium says it when another tab is opened, which without a window it never does."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
