"""Somebody who posts and at once looks: is it there, on another connection, in every page that was asked for before?"""

import threading
from urllib.parse import urlencode, urljoin, urlsplit

from tests.bench.exchange import Unexpected, ask, send
from tests.bench.load import FORM
from tests.bench.visitors import Visitors

# Seconds between two replies: enough looks, and no load to speak of.
PAUSE = 0.1
IP = "172.16.{}.1"


class Stale(Exception):
    """A page was older than the last write that was acknowledged."""


class Checker:
    """Posts and looks for as long as the `with` block lasts. Leaving it raises Stale, or whatever else was wrong."""

    def __init__(self, url: str, visitors: Visitors) -> None:
        self.url = url
        self.visitors = visitors
        self.looks = 0
        self._wrong: Exception | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> "Checker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        if self._wrong is not None:
            raise self._wrong

    def _work(self) -> None:
        try:
            while not self._ended.wait(PAUSE):
                self._look()
        except Exception as error:
            self._wrong = error

    def _look(self) -> None:
        place = self.visitors.places[self.looks % 20]
        before = ask(self.url + place.path).headers.get("ETag")
        form = urlencode(self.visitors.form(place))
        headers = {"Content-Type": FORM, "X-Forwarded-For": IP.format(self.looks % 256)}
        posted = send(f"{self.url}/comments", "POST", form, 303, headers)
        location = urlsplit(urljoin(self.url, posted.headers["Location"]))
        if "notice=published" not in location.query:
            raise Unexpected(f"a reply was held: {posted.headers['Location']}")
        # The page that everybody gets, not the one that tells the writer that it is published.
        query = location.query.replace("notice=published", "").strip("&")
        path = f"{place.path}?{query}" if query else place.path
        conditional = {"If-None-Match": before} if before and not query else {}
        page = send(self.url + path, "GET", None, 200, conditional)
        if f'id="{location.fragment}"'.encode() not in page.body:
            raise Stale(f"{path} was answered without #{location.fragment}, which was acknowledged before")
        self.looks += 1
