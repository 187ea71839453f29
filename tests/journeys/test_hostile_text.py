"""No text runs in a browser, whether the policy holds it back or not: what is typed never becomes markup at all."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from blog.accounts.models import ADMIN
from blog.articles.models import HEADLINE_LENGTH, TICKER_LINE_LENGTH
from blog.comments.models import NAME_LENGTH, PENDING
from blog.comments.threads import PAGE_THREADS
from blog.tools.cleaning import is_printable
from blog.tools.database import db
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article, make_comment, make_user
from tests.hostile import HOSTILE, STRINGS
from tests.journeys.conftest import PATIENCE, Site, let_in, on_sqlite

pytestmark = on_sqlite

# What cannot be stored at all is left out.
TEXTS = [text for text in STRINGS if text.strip() and is_printable(text, "\n\r\t")]
SHARP = [*HOSTILE["ends of elements"], *HOSTILE["elements"], *HOSTILE["mutations"]]

# Moves over, focuses and clicks all there is, without leaving the page; then tells of addresses that are not the web's.
PROVOKE = """() => {
    addEventListener("click", (event) => event.preventDefault(), true);
    addEventListener("submit", (event) => event.preventDefault(), true);
    const bad = [];
    for (const one of document.querySelectorAll("main *")) {
        for (const kind of ["mouseover", "mouseenter", "pointerdown", "focus", "error", "load", "toggle"]) {
            one.dispatchEvent(new Event(kind, { bubbles: false }));
        }
        if (one.matches("a, summary") && one.href !== undefined) one.click?.();
        for (const name of ["href", "src", "action", "formAction", "data", "srcdoc"]) {
            const value = one[name];
            if (typeof value === "string" && value && !/^(https?|mailto|blob):/.test(value)) bad.push(one.outerHTML);
        }
        for (const { name } of one.attributes) if (name.startsWith("on") || name === "style") bad.push(one.outerHTML);
    }
    return bad;
}"""


class Watcher:
    """A browser that the policy does, or does not, protect; it remembers all that should not have happened."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.happened: list[str] = []
        page.on("dialog", lambda dialog: (self.happened.append(f"ran on {page.url}"), dialog.dismiss()))
        page.on("request", lambda request: self._ask(request.url, site.url))
        page.on("popup", lambda popup: self.happened.append(f"opened {popup.url}"))

    def provoke(self, path: str) -> None:
        """Open the page and touch everything on it."""
        answer = self.page.goto(path)
        assert answer
        assert answer.status == 200, f"{path} answers {answer.status}"
        self.happened += self.page.evaluate(PROVOKE)

    def _ask(self, url: str, ours: str) -> None:
        if not url.startswith((ours, "data:", "blob:")):
            self.happened.append(f"asked for {url}")


@pytest.fixture(params=[False, True], ids=["with the policy", "without the policy"])
def watcher(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Watcher]:
    context = chromium.new_context(base_url=site.url, bypass_csp=request.param)
    context.set_default_timeout(PATIENCE * 1000)
    yield Watcher(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("watcher", [True], indirect=True, ids=["without the policy"])
def test_what_ran_would_be_noticed(watcher: Watcher) -> None:
    watcher.page.goto("/login")
    with watcher.page.expect_event("dialog"):
        watcher.page.evaluate("document.querySelector('main').setHTMLUnsafe('<img src=x onerror=alert(1)>')")
    assert [f"ran on {watcher.page.url}"] == watcher.happened


def test_nothing_that_a_reader_types_runs(watcher: Watcher) -> None:
    article = make_article()
    for number, text in enumerate(TEXTS):
        make_comment(article, f"{text}\n\n{number}", name=text[:NAME_LENGTH], address=f"a{number}@example.org")
    db.session.commit()
    for number in range(1, -(-len(TEXTS) // PAGE_THREADS) + 1):
        watcher.provoke(article_url(article, cpage=number))
    assert watcher.happened == []


def test_nothing_that_an_author_types_runs(watcher: Watcher) -> None:
    author = make_user()
    for number, text in enumerate(SHARP):
        line = " ".join(text.split())
        make_article(
            line[:HEADLINE_LENGTH], f"#{line}", author=author, standfirst=line, published=timedelta(minutes=-number),
            ticker=number < 12, ticker_line=line[:TICKER_LINE_LENGTH],
        )  # fmt: skip
    whole = make_article('"><img src=x onerror=alert(1)>', "\n\n".join(TEXTS), author=author)
    author.name, author.biography = SHARP[0], SHARP[0]
    db.session.commit()
    months = f"/archive/{(whole.published_month or 0) // 100}/{(whole.published_month or 0) % 100:02}/"
    for path in ("/", "/?page=2", article_url(whole), author_url(author), months):
        watcher.provoke(path)
    assert watcher.happened == []


def test_nothing_runs_before_who_looks_after_comments(watcher: Watcher) -> None:
    admin, article = make_user("Leila Navid", ADMIN), make_article(SHARP[0])
    for number, text in enumerate(SHARP[:50]):
        make_comment(article, text, name=text[:NAME_LENGTH], address=f"a{number}@example.org", status=PENDING)
    let_in(watcher.page.context, admin)
    for path in ("/admin/comments", "/admin/comments?page=2", "/admin/comments?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        watcher.provoke(path)
        assert watcher.page.locator(".qitem").count() > 0, f"no comment is shown on {path}"
    assert watcher.happened == []
