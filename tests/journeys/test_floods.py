"""A reader reports a comment; an admin has everything held for a while, and a reader is told so."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from blog.accounts.models import ADMIN
from blog.comments.holding import Wave
from blog.tools.clock import now
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment, make_user
from tests.journeys.conftest import Visitor, on_each_width, without_script


@without_script
@on_each_width
def test_a_reader_reports_a_comment_and_an_admin_unapproves_it(
    visitors: Callable[[], Visitor], visitor: Visitor
) -> None:
    admin = make_user("Leila Navid", role=ADMIN)
    article = make_article(author=admin)
    make_comment(article, "He lives at Quay Street 9.", name="Rude")
    page = visitor.page
    visitor.goto(article_url(article))
    page.get_by_role("link", name="Report the comment by Rude").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report a comment")
    assert visitor.overflow() == 0
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what is wrong with the comment")
    page.get_by_role("radio", name="Personal information").check()
    page.get_by_role("textbox", name="Anything to add").fill("That is my street.")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. A moderator will look at this comment.")
    expect(page.get_by_text("He lives at Quay Street 9.")).to_be_visible()

    desk = visitors()
    desk.let_in(admin)
    desk.goto("/admin/comments")
    desk.page.get_by_role("link", name="Reported 1").click()
    card = desk.page.get_by_role("listitem", name="Comment by Rude")
    expect(card).to_contain_text("Reported by 1 reader: personal information")
    expect(card).to_contain_text("That is my street.")
    card.get_by_role("button", name="Unapprove").click()
    expect(desk.page.get_by_text("No comments in Reported.")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_text("He lives at Quay Street 9.")).to_have_count(0)


def test_a_wave_holds_a_known_reader_who_is_told_and_ends(visitors: Callable[[], Visitor], visitor: Visitor) -> None:
    admin = make_user("Leila Navid", role=ADMIN)
    article = make_article(author=admin)
    make_comment(article, "Approved long ago.")
    place = article_url(article)
    visitor.let_in(admin)
    visitor.goto("/admin/comments")
    visitor.page.get_by_role("link", name="Hold everything").click()
    visitor.page.get_by_role("radio", name="For 3 hours").check()
    visitor.page.get_by_role("button", name="Hold everything").click()
    expect(visitor.page.get_by_text("Started by Leila Navid")).to_be_visible()

    reader = visitors()
    assert _reply(reader, place, "During the flood") == "Your comment is awaiting moderation. Only you can see it."
    expect(reader.page.get_by_text("Replies wait for a moderator until")).to_be_visible()
    visitor.goto("/admin/comments")
    expect(visitor.page.get_by_role("listitem", name="Comment by Dara")).to_contain_text("Everything is held until")

    wave = db.session.query(Wave).one()
    wave.until = now() - timedelta(seconds=1)
    visitor.goto("/admin/comments")
    expect(visitor.page.get_by_text("Started by Leila Navid")).to_have_count(0)
    assert _reply(reader, place, "After the flood") == "Your comment is published."


def _reply(reader: Visitor, place: str, text: str) -> str:
    """Reply as Dara, who has been approved before; what the page says then."""
    reader.goto(place)
    page = reader.page
    page.get_by_role("textbox", name="Comment").fill(text)
    page.get_by_role("textbox", name="Name").fill("Dara")
    page.get_by_role("textbox", name="Email").fill("dara@example.org")
    page.get_by_role("button", name="Post Comment").click()
    said = page.locator(".held-note, .notice.ok").first
    expect(said).to_be_visible()
    return said.inner_text()
