"""A page that stays open: news comes into the ticker and moves nothing, and is offered above the list of the latest."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from blog.articles import publishing
from blog.articles.models import Article
from blog.tools.clock import now
from blog.tools.database import db
from blog.web.template_helpers import article_url
from blog.web.times import brief_when
from tests.factories import make_article
from tests.journeys.conftest import Visitor
from tests.journeys.test_every_page import objections
from tests.journeys.test_ticker import HEADLINES, NEXT, PAUSE, PLAY, SECONDS, button, rests_on, ticker

# What is asked for is the same on both databases.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

MINUTE = 60
TELEPHONE, DESK = 360, 1280
# No link is here, which the browser would fetch ahead.
NOWHERE = (5, 700)
NEWS = "News so fresh that its headline is as long as any other and fills a telephone"

on_each_width = pytest.mark.parametrize("width", [TELEPHONE, DESK])
in_each_direction = pytest.mark.parametrize("direction", ["ltr", "rtl"])
# The strip makes no lap, so that only what is new could move it.
at_rest = pytest.mark.parametrize("motion", ["reduce"])


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


@pytest.mark.parametrize("width", [TELEPHONE])
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


@pytest.mark.parametrize(("width", "motion"), [(TELEPHONE, "reduce")])
def test_with_reduced_motion_news_comes_and_nothing_moves(page: Page) -> None:
    publish()
    poll(page)
    expect(lines(page)).to_have_text([NEWS, *HEADLINES])
    expect(button(page, PLAY)).to_be_visible()
    rests_on(page, 1)


def test_a_second_item_brings_the_buttons(visitor: Visitor) -> None:
    page = visitor.page
    make_article("The only one", ticker=True)
    page.clock.install()
    visitor.goto("/")
    expect(ticker(page).get_by_role("button")).to_have_count(0)
    publish()
    poll(page)
    expect(button(page, PAUSE)).to_be_visible()


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
    page.clock.install()
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


def test_nothing_is_asked_for_a_list_in_a_tab_that_nobody_sees(visitor: Visitor, polls: list[str]) -> None:
    page = visitor.page
    make_article("The newest there is")
    page.clock.install()
    visitor.goto("/")
    look_away(page)
    go_on(page, 10)
    look_away(page, hidden=False)
    poll(page)
    assert len(polls) == 1


@pytest.mark.parametrize("scripting", [False], ids=["no script"])
@on_each_width
def test_without_script_nothing_changes(page: Page, polls: list[str]) -> None:
    publish()
    go_on(page, 5)
    expect(lines(page)).to_have_text(HEADLINES)
    expect(page.locator(".latest [role=status]")).to_have_count(0)
    assert polls == []
