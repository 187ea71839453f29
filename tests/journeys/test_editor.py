"""What the editor does by script: formatting, shortcuts, pictures, the preview beside the text."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from blog.accounts.models import User
from blog.articles.models import Article
from blog.media.models import Picture
from blog.tools.database import db
from tests.factories import make_article, make_user
from tests.journeys.conftest import Visitor, on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def author(visitor: Visitor) -> User:
    return make_user("Samira Rostami")


@pytest.fixture
def page(visitor: Visitor, author: User) -> Page:
    """The editor with a draft in it."""
    draft = make_article("Boats return", "All forty.", author=author, published=False)
    visitor.let_in(author)
    visitor.goto(f"/desk/articles/{draft.id}")
    return visitor.page


@pytest.fixture
def text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text", exact=True)


def select(text: Locator, start: int, end: int) -> None:
    text.focus()
    text.evaluate("(field, [start, end]) => field.setSelectionRange(start, end)", [start, end])


def toolbar_button(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def write(text: Locator, words: str) -> None:
    """Type at the end."""
    text.press("Control+End")
    text.press_sequentially(words)


def test_each_button_sets_its_signs_and_undo_takes_them_back(page: Page, text: Locator) -> None:
    for button, written in {
        "Subheading": "## All forty.",
        "Bold": "All **forty**.",
        "Italic": "All *forty*.",
        "Link": "All [forty](https://).",
        "Quote": "> All forty.",
        "List": "- All forty.",
        "Numbered list": "1. All forty.",
    }.items():
        select(text, 4, 9)
        toolbar_button(page, button).click()
        expect(text, button).to_have_value(written)
        expect(text, button).to_be_focused()
        page.keyboard.press("Control+z")
        expect(text, button).to_have_value("All forty.")


def test_each_button_pressed_again_takes_its_signs_away(page: Page, text: Locator) -> None:
    for button in ("Subheading", "Bold", "Italic", "Quote", "List", "Numbered list"):
        select(text, 4, 9)
        toolbar_button(page, button).click()
        expect(text, button).not_to_have_value("All forty.")
        toolbar_button(page, button).click()
        expect(text, button).to_have_value("All forty.")


def test_bold_and_italic_go_together(page: Page, text: Locator) -> None:
    select(text, 4, 9)
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+i")
    expect(text).to_have_value("All ***forty***.")
    page.keyboard.press("Control+b")
    expect(text).to_have_value("All *forty*.")


def test_a_selected_address_becomes_a_link_that_waits_for_its_words(page: Page, text: Locator) -> None:
    text.fill("See https://example.org")
    select(text, 4, 23)
    page.keyboard.press("Control+k")
    page.keyboard.type("the list")
    expect(text).to_have_value("See [the list](https://example.org)")


def test_the_toolbar_is_one_stop_for_tab_and_arrows_go_through_it(page: Page, text: Locator) -> None:
    page.get_by_role("textbox", name="Standfirst").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Subheading")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Image", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Subheading")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    expect(text).to_be_focused()


def test_words_and_tags_follow_the_text(page: Page, text: Locator) -> None:
    write(text, " #Fishing in #موشک‌ها, `#code`")
    expect(page.locator("#words")).to_have_text("6 words · 1 min")
    expect(page.locator("#tags li")).to_have_text(["#Fishing", "#موشک‌ها"])


def test_control_s_saves_and_the_bar_says_so(page: Page, text: Locator) -> None:
    state = page.locator("#saved")
    write(text, " And one.")
    expect(state).to_have_text("Unsaved changes")
    page.keyboard.press("Control+s")
    expect(state).to_have_text(re.compile(r"^Saved \d\d:\d\d:\d\d$"))
    assert db.session.query(Article).one().body == "All forty. And one."


def test_a_save_that_was_stopped_is_said_to_be_none_and_can_be_pressed_again(
    visitor: Visitor, page: Page, text: Locator
) -> None:
    state = page.locator("#saved")
    visitor.stop_the_clock()
    page.reload()
    write(text, " And one.")
    # What the browser's Stop does.
    page.route("**/desk/articles/*", lambda route: route.abort("aborted"), times=1)
    page.keyboard.press("Control+s")
    expect(state).to_have_text("Saving…")
    page.clock.run_for(10_000)
    expect(state).to_have_text("Unsaved changes")
    page.keyboard.press("Control+s")
    expect(state).to_have_text(re.compile(r"^Saved "))
    assert db.session.query(Article).one().body == "All forty. And one."


def test_an_older_text_that_the_browser_brings_back_goes_over_nothing_newer(page: Page, text: Locator) -> None:
    state = page.locator("#saved")
    for words in (" Two.", " Three."):
        write(text, words)
        page.keyboard.press("Control+s")
        expect(state).to_have_text(re.compile(r"^Saved "))
        expect(text).to_have_value(re.compile(re.escape(words) + "$"))
    page.go_back()
    expect(text).to_have_value("All forty. Two. Three.")
    page.go_back()
    expect(text).to_have_value("All forty. Two.")
    expect(state).to_have_text("Unsaved changes")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone else changed this article")
    expect(page.get_by_label("Text, theirs")).to_have_value("All forty. Two. Three.")
    assert db.session.query(Article).one().body == "All forty. Two. Three."


def test_who_was_signed_out_meanwhile_is_told_what_to_do(visitor: Visitor, page: Page) -> None:
    visitor.page.context.clear_cookies()
    panel = page.locator("#pictures")
    panel.get_by_label("Picture").set_input_files(photo())
    panel.get_by_label("Alternative text").fill("The harbour")
    panel.get_by_role("button", name="Upload").click()
    expect(panel.get_by_role("status")).to_have_text(
        "You were signed out meanwhile. Save first, then upload the picture again"
    )
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("#preview").get_by_role("status")).to_have_text(
        "The preview could not be made. Save first, then open it again"
    )
    # Both are refused, and the refusal goes into no frame.
    assert visitor.troubles
    visitor.troubles.clear()


def test_the_preview_follows_the_text_and_a_save_leaves_it_open(page: Page, text: Locator) -> None:
    page.get_by_role("link", name="Preview").click()
    preview = page.frame_locator("iframe:not(.waiting)")
    expect(preview.get_by_text("All forty.")).to_be_visible()
    write(text, " And *one*.")
    expect(preview.locator("em")).to_have_text("one")
    assert page.locator("iframe").count() == 1
    page.keyboard.press("Control+s")
    expect(preview.locator("em")).to_have_text("one")
    page.get_by_role("link", name="Close").click()
    expect(page.locator("iframe")).to_be_hidden()


def test_previews_are_no_steps_on_the_way_back(page: Page, text: Locator) -> None:
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Preview").click()
    preview = page.frame_locator("iframe:not(.waiting)")
    for word in ("one", "two", "three"):
        write(text, f" {word}")
        expect(preview.get_by_text(word)).to_be_visible()
    assert page.evaluate("history.length") <= before + 1, "only the step to the preview"


def test_the_preview_can_be_as_narrow_as_a_phone(page: Page) -> None:
    page.get_by_role("link", name="Preview").click()
    page.get_by_label("360").check()
    expect(page.locator("iframe:not(.waiting)")).to_have_css("width", "360px")


def test_a_picture_is_described_uploaded_and_set_into_the_text(page: Page, text: Locator) -> None:
    panel = page.locator("#pictures")
    select(text, 3, 3)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Image", exact=True).click()
    chooser.value.set_files(photo())
    expect(panel.get_by_label("Alternative text")).to_be_focused()
    expect(panel.get_by_role("status")).to_have_text("harbour.jpg needs a description")
    panel.get_by_role("button", name="Upload").click()
    expect(panel.get_by_text("Describe the image for people who cannot see it")).to_be_visible()
    page.keyboard.type("The harbour")
    panel.get_by_role("button", name="Upload").click()
    expect(panel.get_by_role("status")).to_have_text("The picture is in the text")
    picture = db.session.query(Picture).one()
    expect(text).to_have_value(f"All\n\n![The harbour](media:{picture.id})\n\nforty.")
    expect(panel.get_by_label("Alternative text")).to_have_value("")


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_pictures_are_dropped_or_pasted_into_the_text_one_after_the_other(
    page: Page, text: Locator, event: str
) -> None:
    text.evaluate(
        """async (field, event) => {
            const list = new DataTransfer();
            const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
            const blob = await new Promise((done) => canvas.toBlob(done));
            for (const name of ["one.png", "two.png"]) list.items.add(new File([blob], name, { type: "image/png" }));
            const options = { bubbles: true, cancelable: true, dataTransfer: list, clipboardData: list };
            field.dispatchEvent(event === "drop" ? new DragEvent(event, options) : new ClipboardEvent(event, options));
        }""",
        event,
    )
    panel = page.locator("#pictures")
    for name in ("one", "two"):
        expect(panel.get_by_role("status")).to_have_text(f"{name}.png needs a description")
        panel.get_by_label("Alternative text").fill(name)
        panel.get_by_role("button", name="Upload").click()
    expect(text).to_have_value(re.compile(r"!\[one\]\(media:\d+\)\s+!\[two\]\(media:\d+\)"))


def test_words_that_are_pasted_with_a_picture_of_them_stay_words(page: Page, text: Locator) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async () => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
            const picture = await new Promise((done) => canvas.toBlob(done));
            const words = new Blob(["Ansa 1998"], { type: "text/plain" });
            await navigator.clipboard.write([new ClipboardItem({ "text/plain": words, "image/png": picture })]);
        }"""
    )
    text.fill("")
    page.keyboard.press("Control+v")
    expect(text).to_have_value("Ansa 1998")


def test_a_picture_that_is_dropped_after_one_that_cannot_be_used_is_taken(page: Page, text: Locator) -> None:
    panel = page.locator("#pictures")
    for name, kind, said in (
        ("moving.gif", "image/gif", "Use a JPEG, PNG or WebP file"),
        ("still.png", "image/png", "still.png needs a description"),
    ):
        text.evaluate(
            """(field, [name, type]) => {
                const list = new DataTransfer();
                list.items.add(new File(["any"], name, { type }));
                field.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: list }));
            }""",
            [name, kind],
        )
        expect(panel.get_by_text(said)).to_be_visible()
    expect(panel.get_by_text("Use a JPEG, PNG or WebP file")).to_have_count(0)


def test_what_is_no_picture_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    panel = page.locator("#pictures")
    panel.get_by_label("Picture").set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    expect(panel.get_by_text("Use a JPEG, PNG or WebP file")).to_be_visible()
    # A file on disk, which the browser opens itself: so much takes seconds to be handed to it.
    large = tmp_path / "a.jpg"
    large.write_bytes(bytes(14_000_000))
    panel.get_by_label("Picture").set_input_files(large)
    expect(panel.get_by_text("This file is 14 MB. Choose one under 10 MB")).to_be_visible()


def test_what_the_server_refuses_is_said_beside_the_field(visitor: Visitor, page: Page) -> None:
    panel = page.locator("#pictures")
    panel.get_by_label("Picture").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    panel.get_by_label("Alternative text").fill("None")
    panel.get_by_role("button", name="Upload").click()
    expect(panel.get_by_text("Use a JPEG, PNG or WebP file")).to_be_visible()
    [refusal] = visitor.troubles
    assert refusal.startswith("422 ")
    visitor.troubles.clear()


def test_a_counter_appears_when_most_of_the_room_is_used(page: Page) -> None:
    line = page.get_by_label("Short line for the ticker")
    line.fill("x" * 80)
    expect(page.get_by_text("10 characters left")).to_be_visible()
    line.fill("x" * 91)
    expect(page.get_by_text("You have 1 character too many")).to_be_visible()


def photo() -> FilePayload:
    file = io.BytesIO()
    Image.new("RGB", (700, 500), (30, 60, 90)).save(file, "JPEG")
    return {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
