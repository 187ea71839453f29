"""A live site, as `flask serve` starts it, and a real browser that fails the test on what no visitor should meet.

A test chooses by parametrising what it asks for: `width`, `scripting`, `scheme`, `motion`, and `database` (both by
default). What it makes with the factories is committed by `visitor.goto`.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import current_app
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from blog.accounts.models import User
from blog.settings import SETTINGS
from blog.tools.clock import now
from blog.tools.database import Base, db
from tests import pages, postgresql
from tests.conftest import running, shared_app
from tests.factories import PASSWORD
from tests.live import PATIENCE, Site

# The one without windows first: the stories take half the time in it.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

# A page may take its time on a busy machine; what is looked for is there as soon as it comes.
expect.set_options(timeout=PATIENCE * 1000)

# For stories of scripts and of what pages look like, which are the same on both databases.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_each_width = pytest.mark.parametrize("width", [360, 1280])
on_a_telephone = pytest.mark.parametrize("width", [360])
both_ways = pytest.mark.parametrize("scripting", [True, False], ids=["script", "no script"])
without_script = pytest.mark.parametrize("scripting", [False], ids=["no script"])
# Four runs in which any two of database, width and script meet. What it takes all three for is not looked for.
in_each_pair_of_ways = pytest.mark.parametrize(
    ("database", "width", "scripting"),
    [("sqlite", 360, True), ("sqlite", 1280, False), ("postgresql", 360, False), ("postgresql", 1280, True)],
    ids=["sqlite-360-script", "sqlite-1280-no script", "postgresql-360-no script", "postgresql-1280-script"],
)


class Visitor:
    """A person at the browser; `page` is Playwright's."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.troubles: list[str] = []
        self._has_stopped_the_clock = False
        page.on("console", self._hear)
        page.on("pageerror", self._fail)
        page.on("request", self._watch)
        page.on("response", self._check)

    def goto(self, path: str) -> Response:
        """Open `path`, with everything committed that the test has made."""
        db.session.commit()
        answer = self.page.goto(path)
        assert answer
        return answer

    def let_in(self, user: User) -> None:
        """Be signed in as `user`, without the pages that lead there."""
        let_in(self.page.context, user)

    def sign_in(self, user: User, path: str = "/login") -> None:
        """Sign in as `user` by the form, for stories in which this is a step of its own."""
        email = user.email
        self.goto(path)
        self.page.get_by_role("textbox", name="Email").fill(email)
        self.page.get_by_label(re.compile("^Password")).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile(r"/login(\?|$)"))

    def stop_the_clock(self) -> None:
        """From the next page on, time passes for its scripts as `page.clock.run_for` says, and not otherwise."""
        self._has_stopped_the_clock = True
        # Installed, it flows; it can be stopped only at a moment that is still to come.
        self.page.clock.install(time=now() - timedelta(minutes=1))
        self.page.clock.pause_at(now())

    def overflow(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        self.page.wait_for_load_state()
        return int(self.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))

    def shift(self) -> float:
        """How much of the page has moved by itself since it was opened, as Chromium counts it. Needs script."""
        return float(
            self.page.evaluate(
                """() => new Promise((done) => {
                    let sum = 0;
                    const add = (list) => { for (const entry of list.getEntries()) sum += entry.value; };
                    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
                    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
                })"""
            )
        )

    def _hear(self, message: ConsoleMessage) -> None:
        if self._has_stopped_the_clock and message.text.startswith("Blocked script execution in 'about:blank'"):
            return  # The clock is set by a script, which the frame of the preview keeps out, however late it is told.
        # A page that answers 4xx is told of here too; `_check` hears of all that fails, and knows which are pages.
        if message.type in ("error", "warning") and not re.match(r"Failed to load resource: .* 4\d\d", message.text):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _fail(self, error: Error) -> None:
        # The browser's own words when a page is left during its fade, which no script of ours asked for.
        if "Transition was " not in error.message:
            self.troubles.append(f"script error: {error}")

    def _watch(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.site.url + "/"):
            self.troubles.append(f"request to another host: {request.url}")

    def _check(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.troubles.append(f"{response.status} for {response.url}")


def let_in(context: BrowserContext, user: User) -> None:
    """Give the browser `context` the session that signing in as `user` would have given it."""
    client = current_app.test_client()
    pages.let_in(client, user)
    cookie = client.get_cookie(current_app.config["SESSION_COOKIE_NAME"])
    assert cookie
    kept = {"name": cookie.key, "value": cookie.value, "httpOnly": cookie.http_only, "sameSite": cookie.same_site}
    context.add_cookies([{**kept, "url": current_app.config["SITE_URL"]}])


def press(page: Page, *keys: str) -> None:
    """Press `keys` one after the other, each when the page has loaded, and with it the script that listens for it."""
    for key in keys:
        page.wait_for_load_state()
        page.keyboard.press(key)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def scripting() -> bool:
    return True


@pytest.fixture
def scheme() -> str:
    return "light"


@pytest.fixture
def motion() -> str:
    return "no-preference"


@pytest.fixture(scope="session")
def sites(
    tmp_path_factory: pytest.TempPathFactory, run_folder: Path, worker_id: str
) -> Iterator[Callable[[str], Site]]:
    """The running site on a database of this kind; started when first asked for."""
    running: dict[str, Site] = {}

    def running_on(database: str) -> Site:
        if database not in running:
            instance, url = tmp_path_factory.mktemp(database), ""
            if database == "postgresql":
                postgresql.ensure_started(run_folder)
                postgresql.execute(run_folder, f"CREATE DATABASE site_{worker_id}")
                url = postgresql.url(run_folder, f"site_{worker_id}")
            running[database] = Site(instance, url)
            running[database].start()
        return running[database]

    yield running_on
    for site in running.values():
        site.stop()


@pytest.fixture
def site(
    sites: Callable[[str], Site], database: str, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """The live site, emptied, and this process in a context of the same site, for the factories and for looking."""
    site = sites(database)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    for name, value in site.variables.items():
        monkeypatch.setenv(name, value)
    with running(shared_app()):
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        yield site
    assert "Traceback" not in (log := site.new_log()), log


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that is installed here."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER is set and no Chromium is installed.")
        pytest.skip("No Chromium is installed: the stories in a browser are skipped.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visitors(
    chromium: Browser, site: Site, width: int, scripting: bool, scheme: str, motion: str
) -> Iterator[Callable[[], Visitor]]:
    """People at browsers of their own; the test fails on every message, error and foreign request they meet."""
    came: list[Visitor] = []

    def one_more() -> Visitor:
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripting,
            color_scheme=scheme,
            reduced_motion=motion,
        )
        context.set_default_timeout(PATIENCE * 1000)
        came.append(Visitor(context.new_page(), site))
        return came[-1]

    yield one_more
    for visitor in came:
        visitor.page.context.close()
    assert [trouble for visitor in came for trouble in visitor.troubles] == []


@pytest.fixture
def visitor(visitors: Callable[[], Visitor]) -> Visitor:
    """Somebody at a browser."""
    return visitors()
