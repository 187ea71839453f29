"""Who has posted is led to the comment, and sees there what became of it."""

from playwright.sync_api import expect

from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.journeys.conftest import Visitor, both_ways, on_each_width, on_sqlite
from tests.journeys.test_reader import fill_in

pytestmark = on_sqlite


@both_ways
@on_each_width
def test_the_confirmation_is_in_sight_beside_the_comment(visitor: Visitor, reader: dict[str, str]) -> None:
    article, page = make_article(), visitor.page
    for number in range(12):
        make_comment(article, f"An earlier one, number {number}.", name=f"Reader {number}", address=reader["email"])
    visitor.goto(article_url(article))
    fill_in(page, reader, "What I have to say.")
    page.get_by_role("button", name="Post Comment").click()
    notice, comment = page.get_by_role("status"), page.locator(":target")
    expect(notice).to_have_text("Your comment is published.")
    expect(comment).to_contain_text("What I have to say.")
    expect(notice).to_be_in_viewport(ratio=1)
    expect(comment).to_be_in_viewport()
    assert notice.bounding_box()["y"] + notice.bounding_box()["height"] <= comment.bounding_box()["y"]
