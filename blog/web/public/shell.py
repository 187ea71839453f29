"""What all pages of readers share: made once, and used as long as the newsroom stays as it is."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TypeVar, cast

from flask import current_app, g

from blog.articles import changing
from blog.page_cache.making import depend_on, good_until
from blog.page_cache.versions import NEWSROOM
from blog.tools.clock import from_local, local, now

T = TypeVar("T")


class Shell:
    """The shared parts of pages as they are with one mark of the newsroom, until a moment."""

    def __init__(self, mark: int | None) -> None:
        self.mark = mark
        # Found before anything of a part is read: what comes about meanwhile is then not missed.
        self.until = _next_change()
        self._parts: dict[object, object] = {}

    def part(self, key: object, make: Callable[[], T]) -> T:
        """What `make` returns; made when it is first asked for under `key`."""
        if key not in self._parts:
            self._parts[key] = make()
        return cast(T, self._parts[key])


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
