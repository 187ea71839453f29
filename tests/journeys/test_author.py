"""An author writes, previews, schedules, publishes and takes back; with script and without."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from blog.accounts.models import User
from blog.tools.clock import local, now
from tests.factories import make_article, make_user
from tests.journeys.conftest import Visitor, in_each_pair_of_ways

pytestmark = in_each_pair_of_ways

HEADLINE = "The ferry stops for the winter"


@pytest.fixture
def author(visitor: Visitor) -> User:
    return make_user("Samira Rostami")


def picture() -> FilePayload:
    file = io.BytesIO()
    Image.new("RGB", (1000, 600), (30, 60, 90)).save(file, "JPEG")
    return {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def save(page: Page) -> None:
    # By keyboard: a page that is still scrolling to its error moves away from under the pointer.
    page.get_by_role("button", name=re.compile("^Save")).press("Enter")


def typed(days: int) -> str:
    """A time as `datetime-local` takes it, so many days from now."""
    return f"{local(now()) + timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_an_author_writes_previews_schedules_publishes_and_withdraws(
    visitors: Callable[[], Visitor], visitor: Visitor, author: User, scripting: bool
) -> None:
    page = visitor.page
    visitor.sign_in(author)
    expect(page.get_by_text("No drafts.")).to_be_visible()
    page.get_by_role("link", name="New article").first.click()
    page.get_by_role("textbox", name="Headline").fill(HEADLINE)
    page.get_by_role("textbox", name="Standfirst").fill("Nobody was asked.")
    page.get_by_role("textbox", name="Text", exact=True).fill("The #ferry stops.\n\n## Why\n\nBecause of *ice*.")
    save(page)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert visitor.overflow() == 0
    edited = page.url

    page.get_by_role("link", name="Preview").click()
    if not scripting:
        page.get_by_role("button", name="Show").click()
    preview = page.frame_locator("#preview iframe:not(.waiting)")
    expect(preview.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(preview.get_by_role("heading", name="Why")).to_be_visible()
    expect(preview.get_by_role("link", name="#ferry").first).to_be_visible()
    page.get_by_role("link", name="Close").click()

    page.get_by_label("Choose a picture").set_input_files(picture())
    save(page)
    expect(page.locator("#error-summary")).to_contain_text("Describe the image for people who cannot see it")
    expect(page.get_by_role("textbox", name="Headline")).to_have_value(HEADLINE)
    page.get_by_label("Choose a picture").set_input_files(picture())
    page.locator("#lead").get_by_label("Alternative text").fill("A ferry in the harbour")
    save(page)
    expect(page.get_by_role("img", name="A ferry in the harbour").first).to_be_visible()

    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish")
    page.get_by_label("Publish at").fill(typed(-1))
    page.get_by_role("button", name="Schedule").click()
    expect(page.locator("#error-summary")).to_contain_text("This time has passed. Publish now, or choose a later time")
    page.get_by_label("Publish at").fill(typed(1))
    page.get_by_role("button", name="Schedule").click()
    expect(page.get_by_role("status").filter(has_text="Scheduled for")).to_be_visible()

    reader = visitors()
    reader.goto("/")
    expect(reader.page.get_by_text(HEADLINE)).to_have_count(0)

    page.get_by_role("button", name="Schedule…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    page.get_by_role("status").get_by_role("link", name="View article").click()
    expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    public = page.url
    reader.goto(urlsplit(public).path)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(reader.page.get_by_role("img", name="A ferry in the harbour")).to_be_visible()

    visitor.goto(urlsplit(edited).path)
    page.get_by_role("link", name="Withdraw…").click()
    page.get_by_label("Note to readers").fill("The ferry goes on after all.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status").filter(has_text="Withdrawn.")).to_be_visible()
    assert reader.goto(urlsplit(public).path).status == 410
    expect(reader.page.get_by_text("The ferry goes on after all.")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    visitor.goto(urlsplit(edited).path)
    assert urlsplit(page.url).path == "/login"


def test_an_author_who_deletes_a_draft_is_asked_first(visitor: Visitor, author: User) -> None:
    page = visitor.page
    draft = make_article("Never mind", published=False, author=author)
    visitor.let_in(author)
    visitor.goto(f"/desk/articles/{draft.id}")
    page.get_by_role("link", name="Delete draft…").click()
    page.get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.get_by_text("The draft is deleted.")).to_be_visible()
    expect(page.get_by_text("Never mind")).to_have_count(0)


def test_who_leaves_with_unsaved_changes_is_asked(visitor: Visitor, author: User, scripting: bool) -> None:
    page = visitor.page
    draft = make_article("Half a story", published=False, author=author)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    visitor.let_in(author)
    visitor.goto(f"/desk/articles/{draft.id}")
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profile")
    assert asked == []
    visitor.goto(f"/desk/articles/{draft.id}")
    page.get_by_role("textbox", name="Headline").press_sequentially("!")
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profile")
    assert asked == (["beforeunload"] if scripting else [])
