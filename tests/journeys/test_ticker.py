"""The News Ticker: a row of links without script; with it, one calm lap that anybody can stop."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import make_article
from tests.journeys.conftest import Visitor, on_a_telephone, on_each_width, on_sqlite, without_script

pytestmark = on_sqlite

SECONDS = 6
HEADLINES = [f"A headline so long that it fills the strip of a telephone from end to end, number {n}" for n in range(4)]
SHORT_LINE = "The last one in short"
PAUSE, PLAY, NEXT, PREVIOUS = "Pause the ticker", "Play the ticker", "Next headline", "Previous headline"


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The front page with four items in the ticker, and a clock that stands still until it is told to go on."""
    for number, headline in enumerate(HEADLINES):
        line = SHORT_LINE if number == 3 else ""
        make_article(headline, published=timedelta(hours=-number - 1), ticker=True, ticker_line=line)
    visitor.stop_the_clock()
    visitor.goto("/")
    visitor.page.mouse.move(300, 700)
    return visitor.page


def ticker(page: Page) -> Locator:
    return page.get_by_role("region", name="News Ticker")


def button(page: Page, name: str) -> Locator:
    return ticker(page).get_by_role("button", name=name)


def go_on(page: Page, seconds: float = SECONDS + 0.1) -> None:
    page.clock.run_for(round(seconds * 1000))


def rests_on(page: Page, item: int) -> None:
    """Wait until the strip stands at `item`, as far as it can be scrolled."""
    page.wait_for_function(
        """(item) => {
            const list = document.querySelector(".ticker-list");
            const way = Math.abs(list.children[item].offsetLeft - list.children[0].offsetLeft);
            return Math.abs(Math.abs(list.scrollLeft) - Math.min(way, list.scrollWidth - list.clientWidth)) < 2;
        }""",
        arg=item,
    )


@on_a_telephone
def test_it_makes_one_lap_and_rests_on_the_first_until_told_to_play(page: Page) -> None:
    rests_on(page, 0)
    for item in (1, 2, 3, 0):
        go_on(page)
        rests_on(page, item)
    expect(button(page, PLAY)).to_be_visible()
    go_on(page, 60)
    rests_on(page, 0)

    button(page, PLAY).click()
    page.mouse.move(300, 700)
    page.get_by_role("link", name="Skip to main content").focus()
    go_on(page)
    rests_on(page, 1)


@on_a_telephone
def test_paused_stays_paused_on_later_pages_until_play(page: Page) -> None:
    button(page, PAUSE).click()
    go_on(page, 60)
    rests_on(page, 0)

    page.goto("/archive/")
    expect(button(page, PLAY)).to_be_visible()
    go_on(page, 60)
    rests_on(page, 0)

    button(page, PLAY).click()
    page.goto("/")
    expect(button(page, PAUSE)).to_be_visible()


@on_a_telephone
def test_it_waits_under_the_pointer_and_goes_on_from_there(page: Page) -> None:
    go_on(page)
    rests_on(page, 1)
    ticker(page).hover()
    go_on(page, 60)
    rests_on(page, 1)
    page.mouse.move(300, 700)
    go_on(page)
    rests_on(page, 2)


@on_a_telephone
def test_it_waits_while_the_focus_is_inside(page: Page) -> None:
    ticker(page).get_by_role("link").first.focus()
    go_on(page, 60)
    rests_on(page, 0)
    page.get_by_role("link", name="Skip to main content").focus()
    go_on(page)
    rests_on(page, 1)


@pytest.mark.parametrize("width", [800])
def test_next_and_previous_pause_it_move_one_and_wrap_round(page: Page) -> None:
    button(page, NEXT).click()
    rests_on(page, 1)
    expect(button(page, PLAY)).to_be_visible()
    button(page, PREVIOUS).click()
    rests_on(page, 0)
    button(page, PREVIOUS).click()
    rests_on(page, 3)
    button(page, NEXT).click()
    rests_on(page, 0)


@pytest.mark.parametrize(("width", "motion"), [(800, "reduce")])
def test_with_reduced_motion_it_starts_paused_and_jumps(page: Page) -> None:
    expect(button(page, PLAY)).to_be_visible()
    go_on(page, 60)
    rests_on(page, 0)
    button(page, NEXT).click()
    assert page.evaluate("document.querySelector('.ticker-list').scrollLeft") > 0, "there at once, without a way"
    rests_on(page, 1)


@without_script
@on_each_width
def test_without_script_it_is_a_row_of_links_that_does_not_move(page: Page) -> None:
    links = ticker(page).get_by_role("listitem").get_by_role("link")
    expect(links).to_have_text([*HEADLINES[:3], SHORT_LINE])
    expect(ticker(page).get_by_role("button")).to_have_count(0)
    go_on(page, 60)
    rests_on(page, 0)
    ticker(page).hover()
    links.last.focus()
    expect(links.last).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINES[3])


@on_each_width
def test_the_keyboard_goes_through_it_in_order(page: Page, width: int) -> None:
    page.get_by_role("link", name="Skip to main content").focus()
    links = ticker(page).get_by_role("link")
    for number in range(4):
        page.keyboard.press("Tab")
        expect(links.nth(number)).to_be_focused()
        expect(links.nth(number)).to_be_in_viewport()
    for name in [PAUSE] if width == 360 else [PREVIOUS, PAUSE, NEXT]:
        page.keyboard.press("Tab")
        expect(button(page, name)).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('news-ticker')")


def test_a_screen_reader_is_told_what_it_is_and_not_each_step(page: Page) -> None:
    expect(ticker(page).get_by_role("list")).to_have_count(1)
    assert ticker(page).locator("[aria-live], [role=status], [role=alert], [role=marquee]").count() == 0
    assert page.locator("news-ticker[aria-live]").count() == 0
    assert button(page, PAUSE).get_attribute("aria-pressed") is None
    button(page, PAUSE).click()
    expect(button(page, PLAY)).to_be_focused()


@on_a_telephone
def test_on_a_telephone_pause_is_the_only_button(page: Page) -> None:
    expect(ticker(page).get_by_role("button")).to_have_count(1)
    expect(button(page, PAUSE)).to_be_visible()


@pytest.mark.parametrize("width", [800])
def test_from_right_to_left_it_goes_the_other_way(page: Page) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    button(page, NEXT).click()
    rests_on(page, 1)
    assert page.evaluate("document.querySelector('.ticker-list').scrollLeft") < 0


def test_it_is_not_printed(page: Page) -> None:
    page.emulate_media(media="print")
    expect(ticker(page)).to_be_hidden()


def test_there_is_no_strip_without_items_and_no_button_for_one(visitor: Visitor) -> None:
    past = make_article("Its time has passed", published=timedelta(days=-2), ticker=True)
    past.ticker_until = past.published_at
    visitor.goto("/")
    expect(visitor.page.locator("news-ticker")).to_have_count(0)
    make_article("The only one", ticker=True)
    visitor.goto("/")
    expect(ticker(visitor.page).get_by_role("link")).to_have_text(["The only one"])
    expect(ticker(visitor.page).get_by_role("button")).to_have_count(0)
