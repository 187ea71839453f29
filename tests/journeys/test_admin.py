"""An admin approves one comment, marks many as spam at once, and takes it back; with script and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments.models import PENDING
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment, make_user
from tests.journeys.conftest import Visitor, both_ways, in_each_pair_of_ways, press

SPAM = 30


@pytest.fixture
def admin(visitor: Visitor) -> User:
    return make_user("Leila Navid", role=ADMIN)


@pytest.fixture
def article(admin: User) -> Article:
    """An article with one comment worth reading and thirty that are not, all waiting."""
    article = make_article(author=admin)
    make_comment(article, "A good question, is it not?", name="Narges", status=PENDING)
    for number in range(SPAM):
        make_comment(
            article, f"Cheap pills {number}", name=f"Pills {number}", address=f"p{number}@spam.example", status=PENDING
        )
    return article


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem", name=f"Comment by {name}")


def counted(page: Page, tab: str, number: int) -> None:
    expect(page.get_by_role("navigation", name="State").get_by_role("link", name=tab)).to_have_text(f"{tab} {number}")


@in_each_pair_of_ways
def test_an_admin_approves_one_marks_thirty_as_spam_and_undoes_it(
    visitors: Callable[[], Visitor], visitor: Visitor, admin: User, article: Article
) -> None:
    page = visitor.page
    visitor.let_in(admin)
    visitor.goto("/admin/comments")
    counted(page, "Pending", SPAM + 1)
    assert visitor.overflow() == 0
    held = page.locator(".qitem").first
    expect(held).to_contain_text("narges@example.org")
    expect(held).to_contain_text("First comment from this address")
    held.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("Comment by Narges approved.")
    counted(page, "Pending", SPAM)

    reader = visitors()
    reader.goto(article_url(article))
    expect(reader.page.get_by_text("A good question, is it not?")).to_be_visible()
    expect(reader.page.get_by_text("Cheap pills")).to_have_count(0)

    page.get_by_label(f"Select all {SPAM} in Pending").check()
    page.get_by_role("button", name="Spam selected").click()
    expect(page.get_by_role("status")).to_contain_text(f"{SPAM} marked as spam.")
    counted(page, "Pending", 0)
    counted(page, "Spam", SPAM)
    page.get_by_role("button", name="Undo").click()
    counted(page, "Pending", SPAM)
    counted(page, "Spam", 0)
    counted(page, "Approved", 1)


@in_each_pair_of_ways
def test_an_admin_deletes_for_good_from_trash_alone_and_is_told_the_number(
    visitor: Visitor, admin: User, article: Article
) -> None:
    page = visitor.page
    visitor.let_in(admin)
    visitor.goto("/admin/comments?q=pills+2")
    for name in ("Pills 2", "Pills 20", "Pills 21"):
        page.get_by_label(f"Select the comment by {name}", exact=True).check()
    page.get_by_role("button", name="Delete selected").click()
    expect(page.get_by_role("status")).to_contain_text("3 moved to Trash.")
    page.get_by_role("link", name="Trash").click()
    expect(page.locator(".qitem")).to_have_count(3)
    page.get_by_role("link", name="Empty Trash").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete 3 comments for good?")
    page.get_by_role("button", name="Delete 3 comments for good").click()
    expect(page.get_by_text("3 comments deleted for good.")).to_be_visible()
    counted(page, "Trash", 0)


def test_an_admin_works_through_the_queue_by_keys(visitor: Visitor, admin: User, article: Article) -> None:
    page = visitor.page
    visitor.let_in(admin)
    visitor.goto("/admin/comments")
    current = page.locator(".qitem[aria-current=true]")
    expect(current).to_be_visible()
    press(page, "a")
    counted(page, "Approved", 1)
    expect(current).to_be_focused()
    press(page, "j", "x", "j", "x", "Shift+S")
    counted(page, "Spam", 2)
    press(page, "z")
    counted(page, "Spam", 0)
    expect(current).to_be_visible()
    press(page, "s")
    counted(page, "Spam", 1)
    press(page, "Control+z")
    counted(page, "Spam", 0)
    press(page, "s")
    counted(page, "Spam", 1)
    press(page, "/")
    page.keyboard.type("jasdx")
    expect(page.get_by_label("Search text, name or email")).to_have_value("jasdx")
    counted(page, "Spam", 1)
    page.get_by_label("Search text, name or email").blur()
    press(page, "?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.get_by_role("button", name="Keyboard shortcuts: On").click()
    press(page, "Escape")
    press(page, "s")
    page.reload()
    counted(page, "Spam", 1)


@both_ways
def test_an_admin_invites_an_author_who_chooses_a_password(
    visitors: Callable[[], Visitor], visitor: Visitor, admin: User
) -> None:
    page = visitor.page
    visitor.let_in(admin)
    visitor.goto("/admin/people")
    page.get_by_role("link", name="Invite").click()
    page.get_by_label("Name").fill("Bijan Kamali")
    page.get_by_label("Email").fill("bijan@example.com")
    page.get_by_role("button", name="Invite").click()
    link = page.locator("text=/http.*reset/").first.inner_text()

    invited = visitors()
    invited.goto(link)
    invited.page.get_by_label("Password", exact=False).first.fill("a long enough sentence")
    invited.page.get_by_label("again", exact=False).fill("a long enough sentence")
    invited.page.get_by_role("main").get_by_role("button").last.click()
    expect(invited.page.get_by_role("heading", name="Sign in")).to_be_visible()
    invited.page.get_by_label("Email").fill("bijan@example.com")
    invited.page.get_by_label(re.compile("^Password")).fill("a long enough sentence")
    invited.page.get_by_role("button", name="Sign in").click()
    expect(invited.page.get_by_text("No drafts.")).to_be_visible()
