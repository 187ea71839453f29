"""A reader reads, replies wrongly and then rightly, and sees the reply held; with script and without."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment, make_picture
from tests.journeys.conftest import Visitor, in_each_pair_of_ways

pytestmark = in_each_pair_of_ways

HELD = "Your comment is awaiting moderation. Only you can see it."
WORDS = "Were the trucks *counted* at the bridge?"


def field(page: Page, label: str) -> Locator:
    """The text field with this label, which may be marked as required."""
    return page.get_by_role("textbox", name=re.compile(f"^{label}"))


def fill_in(page: Page, reader: dict[str, str], comment: str) -> None:
    field(page, "Comment").fill(comment)
    field(page, "Name").fill(reader["author"])
    field(page, "Email").fill(reader["email"])
    field(page, "Website").fill(reader["url"])


def test_a_reader_reads_replies_wrongly_then_rightly_and_sees_the_reply_held(
    visitors: Callable[[], Visitor], reader: dict[str, str], scripting: bool
) -> None:
    visitor, page = (came := visitors()), came.page
    make_article("A quiet day in #Iran", "Nothing happened in #Iran.")
    article = make_article(
        "Launchers cross the border", "Seen from #Iraq and #Iran.", lead_picture_id=make_picture().id, ticker=True
    )

    visitor.goto("/")
    page.get_by_role("main").get_by_role("link", name="Launchers cross the border").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Launchers cross the border")
    expect(page.get_by_role("link", name="#Iraq").first).to_be_visible()
    expect(page.get_by_role("heading", name="About Samira Rostami (2 Articles)")).to_be_visible()
    expect(page.get_by_text("Be the first to comment.")).to_be_visible()
    assert visitor.overflow() == 0

    field(page, "Name").fill("Dara")
    field(page, "Email").fill("dara at example")
    page.get_by_role("button", name="Post Comment").click()
    expect(page).to_have_title(re.compile("^Error: Launchers cross the border"))
    assert urlsplit(page.url).path == "/comments"
    summary = page.locator("#error-summary")
    expect(summary).to_contain_text("There is a problem")
    expect(summary.get_by_role("listitem")).to_have_text(
        [
            "Write a comment before you post it",
            "Enter an email address in the correct format, like name@example.com",
        ]
    )
    assert urlsplit(page.url).fragment == "error-summary"
    if scripting:
        expect(summary).to_be_focused()
    expect(field(page, "Name")).to_have_value("Dara")
    expect(field(page, "Email")).to_have_value("dara at example")
    expect(field(page, "Email")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "Email")).to_have_accessible_description(re.compile("Enter an email address in the"))
    summary.get_by_role("link", name="Write a comment").click()
    expect(field(page, "Comment")).to_be_focused()

    fill_in(page, reader, WORDS)
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()
    own = page.get_by_role("article", name="Comment by Dara")
    expect(own).to_contain_text("Were the trucks counted at the bridge?")
    assert urlsplit(page.url).path == article_url(article)
    assert urlsplit(page.url).fragment.startswith("comment-")

    stranger = visitors()
    stranger.goto(article_url(article))
    expect(stranger.page.get_by_text("Be the first to comment.")).to_be_visible()
    assert reader["email"] not in page.content()

    own.get_by_role("link", name="Edit").click()
    field(page, "Comment").fill("Were they counted twice?")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    expect(own).to_contain_text("Were they counted twice?")
    own.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Your comment is deleted.")).to_be_visible()
    expect(page.get_by_text("Were they counted twice?")).to_have_count(0)
    assert reader["email"] not in visitor.site.settled_log()


def test_a_reader_replies_to_a_comment_where_it_stands(
    visitor: Visitor, reader: dict[str, str], scripting: bool
) -> None:
    page = visitor.page
    article = make_article()
    make_comment(article, "I was there before.", name="Dara", address=reader["email"])
    parent = make_comment(article, "Agreed, and it is the quiet part that matters.", name="Narges")
    visitor.goto(article_url(article))
    before = page.url

    page.get_by_role("link", name="Reply to Narges").click()
    expect(page.get_by_role("heading", name="Reply to Narges")).to_be_visible()
    expect(page.locator(f"#comment-{parent.id}").get_by_role("button", name="Post Comment")).to_be_visible()
    if scripting:
        assert page.url == before
        expect(field(page, "Comment")).to_be_focused()
    else:
        assert f"replyto={parent.id}#respond" in page.url
    field(page, "Comment").fill("It is not quiet at all.")
    page.get_by_role("link", name="Cancel reply").or_(page.get_by_role("button", name="Cancel reply")).click()
    expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    if scripting:
        expect(page.get_by_role("link", name="Reply to Narges")).to_be_focused()
        expect(field(page, "Comment")).to_have_value("It is not quiet at all.")

    page.get_by_role("link", name="Reply to Narges").click()
    fill_in(page, reader, "It is not quiet at all.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Your comment is published.")).to_be_visible()
    expect(page.locator(f"#comment-{parent.id} .thread")).to_contain_text("It is not quiet at all.")
    expect(page.get_by_role("heading", name="3 comments")).to_be_visible()


def test_a_reader_folds_a_thread_away_and_opens_it_again(visitor: Visitor) -> None:
    page = visitor.page
    article = make_article()
    parent = make_comment(article, "A long thread starts here.", name="Narges")
    for number in range(3):
        make_comment(article, f"Answer {number}", name=f"N{number}", parent=parent)
    visitor.goto(article_url(article))
    expect(page.get_by_text("Answer 2")).to_be_visible()
    page.get_by_text("Hide 3 replies").click()
    expect(page.get_by_text("Answer 2")).to_be_hidden()
    page.get_by_text("Show 3 replies").click()
    expect(page.get_by_text("Answer 2")).to_be_visible()


def test_a_reader_who_wants_it_need_not_type_the_details_again(
    visitor: Visitor, reader: dict[str, str], scripting: bool
) -> None:
    page = visitor.page
    first, second = make_article("The first"), make_article("The second")
    visitor.goto(article_url(first))
    fill_in(page, reader, WORDS)
    page.get_by_label("Save my name, email, and website in this browser").check()
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()

    visitor.goto(article_url(second))
    if scripting:
        field(page, "Name").focus()
    else:
        page.get_by_role("link", name="Use saved details").click()
    for label, name in (("Name", "author"), ("Email", "email"), ("Website", "url")):
        expect(field(page, label)).to_have_value(reader[name])
    expect(page.locator("[name=topic]")).to_have_value("")

    field(page, "Comment").fill("A second one.")
    page.get_by_label("Save my name, email, and website in this browser").uncheck()
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text(HELD)).to_be_visible()
    visitor.goto(article_url(first))
    if scripting:
        field(page, "Comment").focus()
    else:
        page.get_by_role("link", name="Use saved details").click()
    expect(field(page, "Name")).to_have_value("")


def test_a_reader_goes_everywhere_by_keyboard(visitor: Visitor, scripting: bool) -> None:
    page = visitor.page
    article = make_article("Launchers cross the border", ticker=True)
    make_comment(article)
    visitor.goto(article_url(article))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))
    wanted = {
        "The Meridian",
        "Launchers cross the border",
        "Samira Rostami",
        "Reply",
        "comment",
        "email",
        "Post Comment",
    }
    assert wanted <= reached
    # The field that nobody sees is no stop, and a script has asked when the form was opened.
    assert "topic" not in reached
    expect(page.locator("[name=stamp]")).to_have_value(re.compile("^exact-" if scripting else "^page-"))
