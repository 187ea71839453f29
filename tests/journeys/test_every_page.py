"""Every kind of page, in light and dark: nothing that axe-core objects to, no sideways scroll, no jump, no message."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from blog.accounts import inviting
from blog.accounts.models import ADMIN
from blog.comments import digesting
from blog.tools import tokens
from blog.web.template_helpers import article_url
from tests.factories import make_user
from tests.journeys.conftest import Visitor, both_ways, on_sqlite
from tests.newsroom import Newsroom, stock

pytestmark = on_sqlite

NARROWEST = 320

# In the dark there is the same page in other colours.
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}

VIOLATIONS = "async (options) => (await axe.run(options)).violations"

MAILED = ("", "/withdrawal", "/erasure")

KINDS: dict[str, Callable[[Newsroom], list[str]]] = {
    "readers": lambda newsroom: newsroom.reader_paths,
    "one reader": lambda newsroom: newsroom.own_paths,
    "mailed links": lambda newsroom: [
        *(f"/comments/mine/{tokens.sealed('own comments', 'dara@example.org')}{page}" for page in MAILED),
        f"/comments/decision/{digesting.token_of(newsroom.admin, newsroom.pending)}",
    ],
    "errors": lambda newsroom: ["/nowhere/", "/?page=%00", article_url(newsroom.withdrawn)],
    "signing in": lambda newsroom: ["/login", "/reset"],
    "authors": lambda newsroom: [
        *(f"/desk/articles?state={state}" for state in ("draft", "published")),
        "/desk/articles/new",
        f"/desk/articles/{newsroom.article.id}",
        f"/desk/articles/{newsroom.draft.id}",
        f"/desk/articles/{newsroom.draft.id}/publication",
        f"/desk/articles/{newsroom.draft.id}/deletion",
        f"/desk/articles/{newsroom.article.id}/withdrawal",
        "/desk/pictures",
        "/desk/profile",
        "/desk/email",
        "/desk/factors",
        "/desk/factors/app",
        "/desk/password",
    ],
    "admins": lambda newsroom: [
        *(f"/admin/comments?status={status}" for status in ("pending", "reported", "approved", "spam", "trash")),
        "/admin/comments?q=nothing+matches",
        f"/admin/comments/{newsroom.pending.id}",
        f"/admin/comments/{newsroom.pending.id}/reply",
        "/admin/comments/removal?status=trash&all=1",
        "/admin/decisions",
        "/admin/comments/rules?kind=word&pattern=pills",
        "/admin/comments/figures",
        "/admin/comments/wave",
        "/admin/help",
        "/admin/people",
        "/admin/people/new",
        f"/admin/people/{newsroom.author.id}",
        f"/admin/people/{newsroom.author.id}/deactivation",
        f"/admin/people/{inviting.invite('Uma Ray', 'uma@example.org').id}/withdrawal",
    ],
}


def opened(visitor: Visitor, kind: str) -> Iterator[str]:
    """The address of each page of this kind, while a visitor who may see the page is there, and nowhere else."""
    newsroom = stock()
    if kind in ("authors", "admins"):
        visitor.let_in(newsroom.author if kind == "authors" else newsroom.admin)
    for path in KINDS[kind](newsroom):
        answer = visitor.goto(path)
        assert (answer.status == 200) == (kind != "errors"), f"{path} answers {answer.status}"
        assert visitor.page.url == visitor.site.url + path
        yield path


def objections(page: Page) -> dict[tuple[str, str], list[str]]:
    """What axe-core finds on the page, by scheme and rule, and where."""
    found = {}
    page.evaluate(Axe().axe_script)
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], **rules}):
            found[scheme, violation["help"]] = [str(node["target"]) for node in violation["nodes"]]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_light_and_dark(visitor: Visitor, kind: str) -> None:
    found = {}
    for path in opened(visitor, kind):
        found[path] = objections(visitor.page)
    assert found == {path: {} for path in found}


def test_axe_finds_nothing_on_a_form_that_was_refused(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goto(article_url(stock().article))
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert objections(page) == {}
    visitor.goto("/login")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert objections(page) == {}


def test_axe_finds_nothing_on_an_empty_site(visitor: Visitor) -> None:
    visitor.goto("/")
    assert objections(visitor.page) == {}
    visitor.let_in(make_user(role=ADMIN))
    for path in ("/", "/archive/", "/desk/articles", "/desk/pictures", "/admin/comments"):
        assert visitor.goto(path).status == 200
        assert objections(visitor.page) == {}, path


@both_ways
@pytest.mark.parametrize("width", [NARROWEST])
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_scrolls_sideways(visitor: Visitor, kind: str) -> None:
    found = {}
    for path in opened(visitor, kind):
        found[path] = visitor.overflow()
    assert found == dict.fromkeys(found, 0)


@pytest.mark.parametrize("width", [NARROWEST, 1280])
def test_no_page_of_readers_moves_while_it_loads(visitor: Visitor) -> None:
    found = {}
    for path in opened(visitor, "readers"):
        found[path] = visitor.shift()
    assert found == dict.fromkeys(found, 0)
