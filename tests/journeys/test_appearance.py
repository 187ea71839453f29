"""What only a browser knows of how readers' pages look and move."""

from playwright.sync_api import Locator, expect

from blog.comments.models import TRASH
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.journeys.conftest import Visitor, on_sqlite

pytestmark = on_sqlite


def looks(element: Locator, *properties: str) -> list[str]:
    """The values of these properties as the browser has computed them."""
    values: list[str] = element.evaluate("(e, names) => names.map((name) => getComputedStyle(e)[name])", properties)
    return values


def test_what_answers_a_removed_comment_looks_like_any_other(visitor: Visitor) -> None:
    article = make_article()
    make_comment(article, "It stands.")
    gone = make_comment(article, "It is gone.", name="Omid")
    make_comment(article, "It answers.", parent=gone)
    gone.status = TRASH
    visitor.goto(article_url(article))
    said = visitor.page.locator(".comment-body")
    expect(said).to_have_text(["It stands.", "This comment was removed.", "It answers."])
    standing, removed, answer = (looks(body, "color", "fontStyle") for body in said.all())
    assert answer == standing
    assert removed != standing
