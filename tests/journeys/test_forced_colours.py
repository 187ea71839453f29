"""Where the system chooses the colours, what is current is marked still, and nothing else is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from blog.accounts.models import ADMIN
from blog.comments.models import PENDING
from tests.factories import make_article, make_comment, make_user
from tests.journeys.conftest import Visitor, on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The queue with three comments that wait, in forced colours."""
    admin = make_user("Leila Navid", role=ADMIN)
    article = make_article(author=admin)
    for name in ("Narges", "Dara", "Teodor"):
        make_comment(article, f"So says {name}.", name=name, address=f"{name}@example.org", status=PENDING)
    visitor.sign_in(admin)
    visitor.page.emulate_media(forced_colors="active")
    visitor.goto("/admin/comments")
    expect(visitor.page.locator(".qitem").first).to_have_attribute("aria-current", "true")
    return visitor.page


@pytest.mark.parametrize(
    ("where", "edge"),
    [(".desk-bar nav a", "block-end"), (".tabs a", "block-end"), (".qitem", "inline-start")],
    ids=["desk bar", "tabs", "queue"],
)
def test_the_current_one_alone_is_marked(page: Page, where: str, edge: str) -> None:
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    marks = [one for one in page.locator(where).all() if drawn(one, edge) not in ("none", ground)]
    assert [one.get_attribute("aria-current") is not None for one in marks] == [True]


def drawn(one: Locator, edge: str) -> str:
    """The colour of this border, or none."""
    found: str = one.evaluate(
        """(one, edge) => {
            const style = getComputedStyle(one);
            const none = style.getPropertyValue(`border-${edge}-style`) === "none";
            return none ? "none" : style.getPropertyValue(`border-${edge}-color`);
        }""",
        edge,
    )
    return found
