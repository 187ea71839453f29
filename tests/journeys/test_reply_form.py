"""What the reply form does by script: it goes where it is wanted, and keeps what is typed until that is posted."""

from playwright.sync_api import Page, expect

from blog.comments.models import Comment
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.journeys.conftest import Visitor, on_sqlite
from tests.journeys.test_reader import HELD, field, fill_in

pytestmark = on_sqlite

# What Firefox does after a reload, before any script of the page runs.
REMEMBER = """document.addEventListener("readystatechange", () => {
    const parent = document.querySelector("[name=parent]");
    if (document.readyState === "interactive" && parent) parent.value = "%d";
});"""


def test_a_comment_answers_nobody_though_the_browser_remembers_whom_it_was_to_answer(
    visitor: Visitor, reader: dict[str, str]
) -> None:
    page, article = visitor.page, make_article()
    page.add_init_script(REMEMBER % make_comment(article, name="Narges").id)
    visitor.goto(article_url(article))
    expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    fill_in(page, reader, "A thought of my own.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()
    assert db.session.query(Comment).filter_by(text="A thought of my own.").one().parent_id is None


def test_what_is_typed_stays_until_it_is_posted_itself(visitor: Visitor, reader: dict[str, str]) -> None:
    page, comment = visitor.page, field(visitor.page, "Comment")
    visitor.goto(article_url(make_article()))
    fill_in(page, reader, "The first.")
    page.reload()
    expect(comment).to_have_value("The first.")
    fill_in(page, reader, "The first.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()
    expect(comment).to_have_value("")

    comment.fill("The second.")
    change_and_delete_the_first(page, still_typed="The second.")


def test_what_was_refused_stays_when_the_comment_before_it_is_changed(visitor: Visitor, reader: dict[str, str]) -> None:
    page, comment = visitor.page, field(visitor.page, "Comment")
    visitor.goto(article_url(make_article()))
    fill_in(page, reader, "The first.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()

    fill_in(page, reader | {"email": "dara at example"}, "The second.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator("#error-summary")).to_contain_text("There is a problem")
    page.go_back()
    change_and_delete_the_first(page, still_typed="The second.")

    # It may get the number of the one that was deleted.
    fill_in(page, reader, "The second.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()
    expect(comment).to_have_value("")


def change_and_delete_the_first(page: Page, still_typed: str) -> None:
    """Change the comment that waits, then delete it; what is typed in the form stays there."""
    comment = field(page, "Comment")
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    expect(comment).to_have_value(still_typed)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Your comment is deleted.")).to_be_visible()
    expect(comment).to_have_value(still_typed)
