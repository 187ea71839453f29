"""An admin clears two hundred spam comments in a few clicks, or a few keys, and takes it back."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from blog.accounts.models import ADMIN, User
from blog.comments import posting
from blog.comments.models import PENDING, Comment
from blog.tools.crypto import seal
from blog.tools.database import db
from tests.factories import make_article, make_user
from tests.journeys.conftest import Visitor, both_ways, press

WAVE = 200


@pytest.fixture
def admin(visitor: Visitor) -> User:
    """Leila Navid, with two hundred comments from one network waiting, and one worth reading."""
    admin = make_user("Leila Navid", role=ADMIN)
    article = make_article(author=admin)
    reply = posting.Reply("Cheap 0 pills 0", "Pills 0", "p0@spam.example")
    first = posting.post(article, reply, posting.Origin("203.0.113.7"))
    first.status = PENDING
    db.session.flush()
    names = {column.key for column in Comment.__table__.columns} - {"id", "fingerprint"}
    columns = {name: getattr(first, name) for name in names}
    db.session.execute(insert(Comment), [columns | _another(number) for number in range(1, WAVE)])
    reply = posting.Reply("A good question, is it not?", "Narges", "narges@example.org")
    posting.post(article, reply, posting.Origin("198.51.100.1")).status = PENDING
    return admin


def _another(number: int) -> dict[str, object]:
    # Of the two hundred one is really posted: to post them all takes longer than the story.
    address, text = f"p{number}@spam.example", f"Cheap {number} pills {number * 7}"
    sender = {"address_sealed": seal(address), "address_index": posting.address_index(address)}
    return {"name": f"Pills {number}", **sender, "text": text, "html": f"<p>{text}</p>"}


def counted(page: Page, tab: str, number: int) -> None:
    expect(page.get_by_role("navigation", name="State").get_by_role("link", name=tab)).to_have_text(f"{tab} {number}")


@both_ways
def test_two_hundred_go_in_four_clicks_and_come_back_in_one(visitor: Visitor, admin: User) -> None:
    page = visitor.page
    visitor.let_in(admin)
    visitor.goto("/admin/comments")
    page.locator(".qitem").first.get_by_text("…").click()
    page.locator(".qitem").first.get_by_role("link", name="All from this network").click()
    page.get_by_label(f"Select all {WAVE} that match").check()
    page.get_by_role("button", name="Spam selected").click()
    expect(page.get_by_role("status")).to_contain_text(f"{WAVE} marked as spam.")
    counted(page, "Pending", 1)
    counted(page, "Spam", WAVE)
    page.get_by_role("button", name="Undo").click()
    counted(page, "Pending", WAVE + 1)
    counted(page, "Spam", 0)


def test_two_hundred_go_by_keys_and_come_back(visitor: Visitor, admin: User) -> None:
    page = visitor.page
    visitor.let_in(admin)
    visitor.goto("/admin/comments")
    press(page, "/")
    page.keyboard.type("pills")
    press(page, "Enter")
    expect(page.get_by_label(f"Select all {WAVE} that match")).to_be_visible()
    press(page, "Shift+X", "Shift+S")
    expect(page.get_by_role("status")).to_contain_text(f"{WAVE} marked as spam.")
    counted(page, "Pending", 1)
    press(page, "z")
    counted(page, "Pending", WAVE + 1)
