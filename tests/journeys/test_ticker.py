"""The News Ticker: complete without script; with it, one calm lap that anyone can stop."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article
from tests.journeys.conftest import Visitor

SECONDS = 6
COUNT = 4
PAUSE, PLAY = "Pause the ticker", "Play the ticker"


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The front page with four items in the ticker, and a clock that stands until it is told to go on."""
    for number in range(COUNT):
        make_article(
            f"A headline so long that it fills the strip from end to end, number {number}",
            published=timedelta(hours=-number - 1),
            ticker=True,
            ticker_line="In short" if number == 3 else "",
        )
    visitor.page.clock.install()
    visitor.goto("/")
    return visitor.page


def shown(page: Page) -> int:
    """The item at the start of the strip."""
    return page.evaluate(
        """() => {
            const list = document.querySelector(".ticker-list");
            const start = list.getBoundingClientRect().left;
            const gaps = [...list.children].map((item) => Math.abs(item.getBoundingClientRect().left - start));
            return gaps.indexOf(Math.min(...gaps));
        }"""
    )


def settle(page: Page, item: int) -> None:
    """Wait until the strip has come to rest on `item`."""
    page.wait_for_function(
        """(item) => {
            const list = document.querySelector(".ticker-list");
            const most = list.scrollWidth - list.clientWidth;
            const there = Math.min(list.children[item].offsetLeft - list.children[0].offsetLeft, most);
            return Math.abs(list.scrollLeft - there) < 2;
        }""",
        arg=item,
    )


def wait(page: Page, seconds: float = SECONDS) -> None:
    page.clock.run_for(int(seconds * 1000) + 50)


@pytest.mark.parametrize("width", [360])
def test_it_makes_one_lap_and_rests_on_the_first(page: Page) -> None:
    settle(page, 0)
    for item in (1, 2, 3, 0):
        wait(page)
        settle(page, item)
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()
    wait(page, 60)
    settle(page, 0)
    page.get_by_role("button", name=PLAY).click()
    page.mouse.move(0, 600)
    page.evaluate("document.activeElement.blur()")
    wait(page)
    settle(page, 1)
