"""In front of Flask: readers' pages from memory, as long as they are what Flask would make of them now."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import parse_qs, unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from blog.page_cache.making import KEY, Address, Making
from blog.page_cache.pages import Headers, Key, Page
from blog.page_cache.versions import Versions
from blog.tools.recent import Recent

log = logging.getLogger("blog.page_cache")

# Those who want a page while another makes it wait for that one, so many times and so many seconds each time.
TURNS = 3
PATIENCE = 10

# How Flask is asked for a page, whoever wants it: the whole of it, whatever they have already.
UNCONDITIONAL = {"REQUEST_METHOD": "GET", "HTTP_IF_NONE_MATCH": "", "HTTP_IF_MATCH": ""}

WriteLog = Callable[[WSGIEnvironment, str, int], None]


@dataclass
class Turn:
    """Somebody is making a page, and others wait."""

    is_over: Event = field(default_factory=Event)
    # Whether there was a page to keep. Where there was none, nobody has anything to wait for.
    keeps: bool = False


@dataclass
class Answer:
    """What Flask answered, before it is sent."""

    status: str
    headers: Headers
    body: Iterable[bytes]

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send it as Flask would."""
        start_response(self.status, self.headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return self.body
        self.close()
        return ()

    def close(self) -> None:
        """Let Flask do what it does after an answer."""
        close = getattr(self.body, "close", None)
        if close is not None:
            close()


class PageCache:
    """Answers GET and HEAD of readers' pages from memory, and passes on all else to `site`."""

    def __init__(self, app: Flask, versions: Versions, room: int, write_log: WriteLog) -> None:
        # Makes each page anew.
        self.site: WSGIApplication = app.wsgi_app
        self._app = app
        self._versions = versions
        self._pages: Recent[Key, Page] = Recent(room, lambda page: page.size)
        self._write_log = write_log
        self._being_made: dict[Key, Turn] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            found = self._find(environ)
        except OperationalError as error:
            log.warning("The versions of pages cannot be read: %s", error.orig)
            found = None
        if found is None:
            return self.site(environ, start_response)
        if isinstance(found, Answer):
            return found.send(environ, start_response)
        return self._send(found, environ, start_response)

    def clear(self) -> None:
        """Forget all pages, and let go of the database."""
        self._pages.clear()
        self._versions.close()

    def _find(self, environ: WSGIEnvironment) -> Page | Answer | None:
        """The page that is asked for, or what is in its place; None for what is never kept."""
        method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING")
        if method not in ("GET", "HEAD"):
            return None
        page = None if query else self._current(Key(environ["PATH_INFO"]))
        if page is not None:
            return page
        key = self._key(environ, query or "")
        if key is None:
            return None
        return (self._current(key) if query else None) or self._make_once(key, environ)

    def _key(self, environ: WSGIEnvironment, query: str) -> Key | None:
        try:
            # Raises for a host that cannot be, too: the site, which looks at none, answers without memory.
            router = self._app.url_map.bind_to_environ(environ)
            endpoint, values = router.match(method="GET")
        except HTTPException:
            return None
        address: Address | None = getattr(self._app.view_functions[endpoint], "address", None)
        # The same page under another spelling of its path would be kept once more.
        if address is None or unquote(router.build(endpoint, values)) != _decoded(environ["PATH_INFO"]):
            return None
        asked = address.canonical(parse_qs(query, keep_blank_values=True, errors="replace"))
        return None if asked is None else Key(environ["PATH_INFO"], asked)

    def _current(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is None:
            return None
        # Before the marks are read: what is committed meanwhile is looked for the next time.
        moment = self._versions.moment()
        if moment is None or page.checked_at != moment:
            if self._versions.read(*page.marks) != page.marks:
                return None
            page.checked_at = moment
        return None if page.has_ended() else page

    def _make_once(self, key: Key, environ: WSGIEnvironment) -> Page | Answer:
        """The page, made now; where another thread is making it, that one is waited for."""
        for _ in range(TURNS):
            mine = Turn()
            other = self._being_made.setdefault(key, mine)
            if other is mine:
                try:
                    # Somebody may have made it since it was looked for, and before this turn began.
                    made = self._current(key) or self._make(key, environ)
                    mine.keeps = isinstance(made, Page)
                    return made
                finally:
                    del self._being_made[key]
                    mine.is_over.set()
            other.is_over.wait(PATIENCE)
            if not other.keeps:
                break
            # What it was made of may have been read before something that this request must see already.
            page = self._current(key)
            if page is not None:
                return page
        return self._make(key, environ)

    def _make(self, key: Key, environ: WSGIEnvironment) -> Page | Answer:
        making = Making(environ["REQUEST_METHOD"])
        answer = self._ask(environ | UNCONDITIONAL | {"QUERY_STRING": key.query, KEY: making})
        if not making.kept:
            return answer
        page = Page(key, making.marks, making.until, answer.headers)
        page.add(page.coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")), b"".join(answer.body))
        answer.close()
        self._pages.put(page.key, page)
        return page

    def _ask(self, environ: WSGIEnvironment) -> Answer:
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, _error: object = None) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _written: None

        body = self.site(environ, start)
        return Answer(*started[-1], body)

    def _send(self, page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        wanted = page.coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        sent = page.representations.get(wanted)
        if sent is None:
            sent = page.add(wanted, page.plain())
            self._pages.put(page.key, page)
        status, headers, body = "200 OK", sent.headers, sent.body
        if sent.is_had_by(environ.get("HTTP_IF_NONE_MATCH")):
            status, headers, body = "304 NOT MODIFIED", sent.unchanged, b""
        start_response(status, list(headers))
        self._write_log(environ, status, len(body))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _decoded(path: str) -> str:
    """The path as the router sees it: WSGI hands over bytes as if they were Latin-1."""
    return path.encode("latin-1").decode(errors="replace")
