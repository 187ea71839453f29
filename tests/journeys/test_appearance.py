"""What only a browser knows of how readers' pages look and move."""

import pytest
from playwright.sync_api import Locator, Route, expect

from blog.accounts.models import ADMIN
from blog.comments.models import TRASH
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article, make_comment, make_picture, make_user
from tests.journeys.conftest import Visitor, on_a_telephone, on_sqlite
from tests.newsroom import stock

pytestmark = on_sqlite

LONG = "Donaudampfschifffahrtsgesellschaftskapitaen"


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


def test_lists_and_quotes_look_like_that_in_comments_and_biographies_too(visitor: Visitor) -> None:
    article = make_article(author=make_user(biography_html="<ul><li>Borders</li></ul>"))
    comment = make_comment(article, "1. One\n\n> Two\n\n- Three")
    visitor.goto(article_url(article))
    assert looks(visitor.page.locator(".bio ul"), "listStyleType") == ["disc"]
    for path in (article_url(article), f"/report/{comment.id}"):
        visitor.goto(path)
        said = visitor.page.locator(".comment-body, .quote")
        assert looks(said.locator("ol"), "listStyleType") == ["decimal"]
        assert looks(said.locator("ul"), "listStyleType") == ["disc"]
        assert looks(said.locator("blockquote"), "borderInlineStartWidth") == ["2px"]


def test_a_picture_in_the_text_has_its_room_before_it_arrives(visitor: Visitor) -> None:
    page, held = visitor.page, list[Route]()
    page.route("**/*.webp", lambda route: held.append(route))
    visitor.goto(article_url(make_article(body=f"![The road](media:{make_picture(1200, 800).id})")))
    picture = page.get_by_role("img", name="The road")
    with page.expect_event("requestfinished", lambda request: request.url.endswith(".webp")):
        before = picture.bounding_box()
        held[0].continue_()
    expect(picture).to_have_js_property("complete", True)
    assert picture.bounding_box() == before


def test_folded_replies_are_printed_with_the_comments(visitor: Visitor) -> None:
    page, article = visitor.page, make_article()
    make_comment(article, "It was quiet.", name="Narges", parent=make_comment(article))
    visitor.goto(article_url(article) + "#comments")
    page.get_by_text("Hide 1 reply").click()
    expect(page.get_by_text("It was quiet.")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("It was quiet.")).to_be_visible()


@pytest.mark.parametrize("width", [1088])
def test_the_latest_beside_an_article_can_be_read(visitor: Visitor) -> None:
    make_article("The harbour is closed")
    visitor.goto(article_url(make_article()))
    place = visitor.page.get_by_role("complementary").get_by_role("link").bounding_box()
    assert place
    assert place["width"] >= 128
    assert place["x"] + place["width"] <= 1088


@pytest.mark.parametrize("width", [320])
def test_long_words_and_names_make_no_page_scroll_sideways(visitor: Visitor) -> None:
    author = make_user(LONG)
    make_article(f"{LONG} again", author=author)
    article = make_article(LONG, f"#{LONG}", standfirst=LONG, author=author)
    make_comment(article, LONG, name="Dara", parent=make_comment(article, LONG, name=LONG))
    found = {}
    for path in ("/", article_url(article), f"/tag/{LONG.lower()}/", author_url(author)):
        visitor.goto(path)
        found[path] = visitor.overflow()
    assert found == dict.fromkeys(found, 0)


@on_a_telephone
def test_links_that_stand_alone_are_large_enough_for_a_finger(visitor: Visitor) -> None:
    article = stock().article
    for path in ("/", article_url(article)):
        visitor.goto(path)
        alone = visitor.page.locator(":is(.card .meta, .site-foot, .band-head, .byline, .author-box h2) a:visible")
        heights = {link.inner_text(): link.bounding_box()["height"] for link in alone.all()}
        assert len(heights) > 3
        assert min(heights.values()) >= 24, heights


@pytest.mark.parametrize("width", [320])
def test_a_long_name_without_spaces_makes_no_page_wider(visitor: Visitor) -> None:
    admin, name = make_user("Leila Navid", role=ADMIN), "W" * 80
    article = make_article(author=admin)
    comment = make_comment(article, name=name, address="w@example.org")
    visitor.let_in(admin)
    found = {}
    for path in (
        article_url(article),
        f"/admin/comments?status=approved&name={name}",
        f"/admin/comments/{comment.id}",
        f"/admin/comments/{comment.id}/reply",
    ):
        assert visitor.goto(path).status == 200
        found[path] = visitor.overflow()
    assert found == dict.fromkeys(found, 0)


def test_in_forced_colours_only_the_current_section_is_marked(visitor: Visitor) -> None:
    make_article(body="Seen from #Iraq and #Iran.")
    visitor.page.emulate_media(forced_colors="active")
    visitor.goto("/tag/iraq/")
    links = visitor.page.get_by_role("navigation", name="Sections").get_by_role("link")
    expect(links).to_have_count(2)
    ground = looks(visitor.page.locator("body"), "backgroundColor")
    assert [link.inner_text() for link in links.all() if looks(link, "borderBottomColor") != ground] == ["Iraq"]


@on_a_telephone
def test_with_text_twice_as_large_no_page_of_readers_scrolls_sideways(visitor: Visitor) -> None:
    browser = visitor.page.context.new_cdp_session(visitor.page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    found = {}
    for path in [*stock().reader_paths, "/login"]:
        visitor.goto(path)
        assert looks(visitor.page.locator("html"), "fontSize") == ["32px"]
        found[path] = visitor.overflow()
    assert found == dict.fromkeys(found, 0)


@on_a_telephone
def test_a_refused_reply_is_at_its_error_summary_without_travelling_there(visitor: Visitor) -> None:
    page = visitor.page
    page.add_init_script("window.places = []; addEventListener('scroll', () => places.push(scrollY))")
    visitor.goto(article_url(make_article(body="The road is long.\n\n" * 40)))
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator("#error-summary")).to_be_in_viewport()
    # One more for what may settle after the jump.
    assert len(set(page.evaluate("places.map(Math.round)"))) <= 2
