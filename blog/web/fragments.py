"""Fragments of readers' pages that are made once, and used as long as nothing changes in the newsroom."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, TypeVar, cast

from flask import current_app, g, render_template
from flask_sqlalchemy.pagination import Pagination
from markupsafe import Markup

from blog.articles import changing, choosing
from blog.articles.choosing import Section
from blog.articles.listing import Headline
from blog.articles.models import Article
from blog.page_cache.making import depend_on, forgo, good_until
from blog.page_cache.versions import NEWSROOM
from blog.tools.clock import from_local, local, now
from blog.tools.recent import Recent
from blog.web.frames import Frame
from blog.web.paging import asked_page

T = TypeVar("T")

# In each process: what all pages are made of, which articles are where, and those on pages of lists.
MOST = 1_000
# In bytes, in each process: the pages of a thousand articles without their comments.
ROOM = 8_000_000


class Fragments:
    """What pages are made of as it is with one mark of the newsroom, until a moment."""

    def __init__(self, mark: int | None) -> None:
        self.mark = mark
        # Found before anything of a fragment is read: what comes about meanwhile is then not missed.
        self.until = _next_change()
        self.small: Recent[object, object] = Recent(MOST)
        self.frames: Recent[object, Frame] = Recent(ROOM, lambda frame: frame.size)


def look_at_the_newsroom() -> Fragments:
    """The fragments of this moment; the page that is being made changes when they do.

    Call it before reading anything else for the page: a fragment can then be newer than its mark, but never older.
    """
    if "fragments" not in g:
        mark = depend_on(NEWSROOM)[NEWSROOM]
        known: Fragments | None = current_app.extensions.get("fragments")
        if "looks_late" in g:
            known = Fragments(mark)
        elif known is None or known.mark != mark or known.until <= now():
            known = current_app.extensions["fragments"] = Fragments(mark)
        g.fragments = known
        good_until(known.until)
    return cast(Fragments, g.fragments)


def look_later() -> None:
    """Go on without having looked. What is read until then may be older than the mark: nobody else gets any of it."""
    g.looks_late = True
    forgo()


def fragment(key: object, make: Callable[[], T]) -> T:
    """What `make` returns, made once under `key` as long as nothing changes in the newsroom."""
    return _made_once(look_at_the_newsroom().small, key, make)


def framed(key: object, make: Callable[[], str]) -> Frame:
    """The frame of the page that `make` returns, made once under `key` as long as nothing changes in the newsroom."""
    return _made_once(look_at_the_newsroom().frames, key, lambda: Frame(make()))


def _made_once(kept: Recent[object, Any], key: object, make: Callable[[], T]) -> T:
    found: T | None = kept.get(key)
    if found is None:
        found = make()
        kept.put(key, found)
    return found


def _next_change() -> datetime:
    """When readers' pages change next though nobody writes: at midnight, or when something comes or ends before."""
    midnight = from_local(datetime.combine(local(now()).date() + timedelta(days=1), time()))
    return min([midnight, *changing.next_changes()])


def page_header(section: str = "") -> Markup:
    """Ticker and masthead, with the section of this slug marked as the one that the page belongs to."""
    marked = section if section in {tag.slug for tag in sections()} else ""
    return fragment(
        ("header", marked),
        lambda: Markup(render_template("public/_header.html", section=marked)),  # noqa: S704
    )


def page_footer() -> Markup:
    """The foot of every page."""
    return fragment("footer", lambda: Markup(render_template("public/_footer.html")))  # noqa: S704


def page_latest() -> Markup:
    """The newest public articles, on pages that are about none of them."""
    return fragment("latest list", lambda: Markup(render_template("public/_latest.html")))  # noqa: S704


def list_page(read: Callable[..., Pagination], *of: int) -> Pagination:
    """The page that is asked for of a list of articles, as `read` finds it. Aborts with 404 where there is none."""
    number = asked_page()
    return fragment((read, *of, number), lambda: read(*of, number))


def sections() -> list[Section]:
    """The tags that most public articles carry, most first."""
    return fragment("sections", choosing.sections)


def latest(besides: Article | None = None) -> list[Headline]:
    """The newest public articles, without the one that the page is about."""
    newest = fragment("latest", choosing.latest)
    if besides is None or all(besides.id != one.id for one in newest):
        return newest
    return fragment(("latest", besides.id), lambda: choosing.latest(besides))
