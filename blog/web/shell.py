"""What all pages of readers share: made once, and used as long as the newsroom stays as it is."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TypeVar, cast

from flask import current_app, g, render_template
from markupsafe import Markup

from blog.articles import changing, choosing
from blog.articles.choosing import Section
from blog.articles.listing import Headline
from blog.articles.models import Article
from blog.page_cache.making import depend_on, good_until
from blog.page_cache.versions import NEWSROOM
from blog.tools.clock import from_local, local, now

T = TypeVar("T")


# Parts that are kept: a few of all pages, and some of each of the articles that were asked for last.
MOST_PARTS = 500


_MISSING = object()


class Shell:
    """Parts of pages as they are with one mark of the newsroom, until a moment."""

    def __init__(self, mark: int | None) -> None:
        self.mark = mark
        # Found before anything of a part is read: what comes about meanwhile is then not missed.
        self.until = _next_change()
        self._parts: dict[object, object] = {}

    def part(self, key: object, make: Callable[[], T]) -> T:
        """What `make` returns; made when it is first asked for under `key`."""
        found = self._parts.pop(key, _MISSING)
        if found is _MISSING:
            found = make()
        # The one that was asked for last stands last.
        self._parts[key] = found
        if len(self._parts) > MOST_PARTS:
            self._parts.pop(next(iter(self._parts)), None)
        return cast(T, found)


def shell() -> Shell:
    """The shell of this moment; the page that is being made changes when it does."""
    if "shell" not in g:
        mark = depend_on(NEWSROOM)[NEWSROOM]
        known: Shell | None = current_app.extensions.get("shell")
        if known is None or known.mark != mark or known.until <= now():
            known = current_app.extensions["shell"] = Shell(mark)
        g.shell = known
        good_until(known.until)
    return cast(Shell, g.shell)


def _next_change() -> datetime:
    """When readers' pages change next though nobody writes: at midnight, or when something comes or ends before."""
    midnight = from_local(datetime.combine(local(now()).date() + timedelta(days=1), time()))
    return min([midnight, *changing.next_changes()])


def page_header(section: str = "") -> Markup:
    """Ticker and masthead, with the section of this slug marked as the one that the page belongs to."""
    marked = section if section in {tag.slug for tag in sections()} else ""
    return shell().part(
        ("header", marked),
        lambda: Markup(render_template("public/_header.html", section=marked)),  # noqa: S704
    )


def page_footer() -> Markup:
    """The foot of every page."""
    return shell().part("footer", lambda: Markup(render_template("public/_footer.html")))  # noqa: S704


def sections() -> list[Section]:
    """The tags that most public articles carry, most first."""
    return shell().part("sections", choosing.sections)


def latest(besides: Article | None = None) -> list[Headline]:
    """The newest public articles, without the one that the page is about."""
    newest = shell().part("latest", choosing.latest)
    if besides is None or all(besides.id != one.id for one in newest):
        return newest
    return shell().part(("latest", besides.id), lambda: choosing.latest(besides))
