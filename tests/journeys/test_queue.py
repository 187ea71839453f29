"""What a moderator presses in the queue of comments does what it says, by mouse and by key, in all colours."""

import pytest
from playwright.sync_api import Locator, Page, expect

from blog.accounts.models import ADMIN
from blog.articles.models import Article
from blog.comments.models import PENDING
from blog.tools.database import db
from tests.factories import make_article, make_comment, make_user
from tests.journeys.conftest import Visitor, on_sqlite, press
from tests.journeys.test_appearance import looks

pytestmark = on_sqlite

# The words of what has the focus, where the bar or the toast is over the middle of it.
HIDDEN = """() => {
    const focused = document.activeElement;
    const { x, y, width, height } = focused.getBoundingClientRect();
    const over = document.elementFromPoint(x + width / 2, y + height / 2)?.closest(".bulk, .toast");
    return over && !over.contains(focused) ? focused.textContent || focused.ariaLabel || focused.name : "";
}"""

NAMES = ("Narges", "Dara", "Teodor", "Ashworth")


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The queue with four comments that wait."""
    admin = make_user("Leila Navid", role=ADMIN)
    article = make_article(author=admin)
    for name in NAMES:
        make_comment(article, f"So says {name}.", name=name, address=f"{name}@example.org", status=PENDING)
    visitor.let_in(admin)
    visitor.goto("/admin/comments")
    expect(card(visitor.page, NAMES[0])).to_have_attribute("aria-current", "true")
    return visitor.page


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem", name=f"Comment by {name}")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_click_counts_on_each_card_and_not_on_the_current_one_alone(page: Page) -> None:
    card(page, "Teodor").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status")).to_contain_text("Comment by Teodor moved to Trash.")
    card(page, "Dara").get_by_role("link", name="Reply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reply to Dara")
    page.go_back()
    card(page, "Ashworth").get_by_role("link", name="Edit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit the comment by Ashworth")


def test_a_press_that_was_stopped_can_be_made_again(visitor: Visitor, page: Page) -> None:
    visitor.stop_the_clock()
    page.reload()
    # What the browser's Stop does.
    page.route("**/admin/comments/batch*", lambda route: route.abort("aborted"), times=1)
    with page.expect_event("requestfailed"):
        card(page, "Dara").get_by_role("button", name="Approve").click()
    page.clock.run_for(10_000)
    card(page, "Dara").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("Comment by Dara approved.")


@pytest.mark.parametrize(("key", "heading"), [("r", "Reply to Dara"), ("e", "Edit the comment by Dara")])
def test_a_key_leads_into_the_field_and_escape_back_to_the_card(page: Page, key: str, heading: str) -> None:
    press(page, "j", key)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("textbox", name="Comment")).to_be_focused()
    press(page, "Escape")
    expect(card(page, "Dara")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_neither_bar_nor_toast_hides_what_has_the_focus(visitor: Visitor, page: Page) -> None:
    article = db.session.query(Article).one()
    for number in range(6):
        make_comment(article, f"More, {number}.", name=f"Reader {number}", status=PENDING)
    db.session.commit()
    card(page, "Teodor").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status")).to_be_visible()
    hidden = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(60):
            page.keyboard.press(key)
            if label := page.evaluate(HIDDEN):
                hidden.append((key, label))
    assert hidden == []


def test_what_is_wrong_with_a_reply_keeps_the_focus(page: Page) -> None:
    card(page, "Dara").get_by_role("link", name="Reply").click()
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#error-summary")).to_be_focused()


def test_escape_asks_before_it_leaves_what_came_back_with_an_error(page: Page) -> None:
    card(page, "Dara").get_by_role("link", name="Edit").click()
    page.get_by_role("textbox", name="Comment").fill("Many words of mine.")
    page.get_by_role("textbox", name="Website").fill("ftp://dara.example")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_be_focused()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    press(page, "Escape")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("Many words of mine.")
    assert asked == ["Leave without saving what you wrote?"]


@pytest.mark.parametrize(
    ("where", "edge"),
    [(".desk-bar nav a", "borderBlockEnd"), (".tabs a", "borderBlockEnd"), (".qitem", "borderInlineStart")],
    ids=["desk bar", "tabs", "queue"],
)
def test_in_forced_colours_what_is_current_alone_is_marked(page: Page, where: str, edge: str) -> None:
    page.emulate_media(forced_colors="active")
    (ground,) = looks(page.locator("body"), "backgroundColor")
    marks = []
    for one in page.locator(where).all():
        style, colour = looks(one, f"{edge}Style", f"{edge}Color")
        if style != "none" and colour != ground:
            marks.append(one)
    assert [one.get_attribute("aria-current") is not None for one in marks] == [True]
