"""When a page that stays open asks for news, and when it asks for nothing."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.factories import make_article
from tests.journeys.conftest import Visitor, on_each_width, without_script
from tests.journeys.live.conftest import NOWHERE, go_on, lines, poll, publish
from tests.journeys.test_ticker import HEADLINES, NEXT, PAUSE, PLAY, button, ticker


@pytest.fixture
def polls(visitor: Visitor) -> list[str]:
    """The addresses of the polls so far."""
    made: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).path == "/ticker.json":
            made.append(request.url)

    visitor.page.on("request", note)
    return made


def pause(page: Page) -> None:
    button(page, PAUSE).click()
    page.mouse.move(*NOWHERE)


def play(page: Page) -> None:
    button(page, PLAY).click()
    page.mouse.move(*NOWHERE)
    page.get_by_role("link", name="Skip to main content").focus()


def step(page: Page) -> None:
    button(page, NEXT).click()
    page.mouse.move(*NOWHERE)


def look_away(page: Page, hidden: bool = True) -> None:
    """As Chromium says it when another tab is opened, which without a window it never does."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def point_at(page: Page) -> None:
    ticker(page).hover()


def point_elsewhere(page: Page) -> None:
    page.mouse.move(*NOWHERE)


def focus(page: Page) -> None:
    lines(page).first.focus()


def focus_elsewhere(page: Page) -> None:
    page.get_by_role("link", name="Skip to main content").focus()


@pytest.mark.parametrize(
    ("leave", "come_back"),
    [
        (pause, play),
        (step, play),
        (look_away, lambda page: look_away(page, hidden=False)),
        (point_at, point_elsewhere),
        (focus, focus_elsewhere),
    ],
    ids=["paused", "stepped", "another tab", "under the pointer", "focused"],
)
def test_nothing_is_asked_while_the_strip_is_held(
    page: Page, polls: list[str], leave: Callable[[Page], None], come_back: Callable[[Page], None]
) -> None:
    poll(page)
    leave(page)
    go_on(page, 10)
    come_back(page)
    poll(page)
    assert len(polls) == 2


def test_it_stops_when_nobody_has_been_there_for_half_an_hour_and_goes_on_when_somebody_is(
    page: Page, polls: list[str]
) -> None:
    for _ in range(20):
        poll(page)
    page.mouse.move(NOWHERE[0] + 1, NOWHERE[1])
    for _ in range(30):
        poll(page)
    go_on(page, 60)
    page.keyboard.press("Shift")
    poll(page)
    assert len(polls) == 51


def test_it_asks_a_minute_after_an_answer_and_five_after_an_error(
    visitor: Visitor, page: Page, polls: list[str]
) -> None:
    poll(page)
    page.context.set_offline(True)
    for failures in (1, 2):
        with page.expect_event("requestfailed"):
            go_on(page, 1)
        go_on(page, 4)
        page.evaluate("0")
        assert len(polls) == 1 + failures
    page.context.set_offline(False)
    poll(page)
    poll(page)
    assert len(polls) == 5
    # What the browser says of the line that was cut.
    visitor.troubles.clear()


def test_nothing_is_asked_for_a_list_in_a_tab_that_nobody_sees(visitor: Visitor, polls: list[str]) -> None:
    page = visitor.page
    make_article("The newest there is")
    visitor.stop_the_clock()
    visitor.goto("/")
    look_away(page)
    go_on(page, 10)
    look_away(page, hidden=False)
    poll(page)
    assert len(polls) == 1


@without_script
@on_each_width
def test_without_script_nothing_changes(page: Page, polls: list[str]) -> None:
    publish()
    go_on(page, 5)
    expect(lines(page)).to_have_text(HEADLINES)
    expect(page.locator(".latest [role=status]")).to_have_count(0)
    assert polls == []
