"""Readers of a live site, who post comments over HTTP and try again when the connection dies."""

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, takewhile
from threading import Event, Thread
from urllib.parse import urlencode

from tests.live import PATIENCE, Site


@dataclass(frozen=True)
class Answer:
    """What the site answered: the status, where it leads, and the page."""

    status: int
    location: str
    page: str

    @property
    def comment_id(self) -> int:
        """The number of the comment that was stored, as its address says."""
        found = re.search(r"#comment-(\d+)$", self.location)
        assert found, self.location
        return int(found[1])


def get(site: Site, path: str = "/") -> Answer:
    """Read a page. Raises OSError or HTTPException where no answer comes."""
    return _ask(site, "GET", path)


def post(site: Site, article: int, number: int, text: str = "") -> Answer:
    """Post the comment `number`, from a sender of its own. Raises OSError or HTTPException where no answer comes."""
    return _ask(site, "POST", "/comments", urlencode(reply(article, number, text)))


def reply(article: int, number: int, text: str = "") -> dict[str, str]:
    """What reader `number` fills into the form."""
    return {
        "article": str(article),
        "comment": f"{text}This is comment {number}.",
        "author": f"Reader {number}",
        "email": f"reader{number}@example.org",
    }


def keeps_text(answer: Answer, number: int) -> bool:
    """Whether the page has the comment in its form, to be sent again."""
    return f"This is comment {number}.</textarea>" in answer.page


@dataclass
class Crowd:
    """Readers who post comments one after another, each until it is acknowledged, some at a time."""

    site: Site
    article: int
    begun: set[int] = field(default_factory=set)
    acknowledged: dict[int, int] = field(default_factory=dict)
    # Posts that no answer came to, because there was nobody to give one or the connection died.
    unanswered: int = 0

    @contextmanager
    def posting(self, at_once: int = 2) -> Iterator[None]:
        """They post comments with further numbers inside the block, and what is begun at its end is finished."""
        first, enough = max(self.begun, default=-1) + 1, Event()
        shares = [takewhile(lambda _: not enough.is_set(), count(first + part, at_once)) for part in range(at_once)]
        threads = [Thread(target=self._post_each, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            enough.set()
            for thread in threads:
                thread.join()

    def wait_for(self, many: int, meanwhile: Callable[[], object] = lambda: None) -> dict[int, int]:
        """What is acknowledged as soon as it is so `many` more than now; `meanwhile` is done all the time."""
        wanted, latest = len(self.acknowledged) + many, time.monotonic() + PATIENCE
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < latest, "the site acknowledges nothing"
            meanwhile()
            time.sleep(0.01)
        return dict(self.acknowledged)

    def _post_each(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.begun.add(number)
            latest = time.monotonic() + 2 * PATIENCE
            while number not in self.acknowledged and time.monotonic() < latest:
                self._try(number)

    def _try(self, number: int) -> None:
        try:
            answer = post(self.site, self.article, number)
        except (OSError, http.client.HTTPException):
            self.unanswered += 1
            Event().wait(0.05)
            return
        if answer.status == 303:
            self.acknowledged[number] = answer.comment_id


def connect(site: Site) -> socket.socket:
    """A bare connection to the site. Raises OSError where it is refused."""
    return socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)


def _ask(site: Site, method: str, path: str, body: str | None = None) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(method, path, body, headers if body else {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("Location", ""), answer.read().decode())
    finally:
        connection.close()
