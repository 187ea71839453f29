"""Strangers all over the loopback network, each with an address and a browser of their own."""

import http.client
import re
from contextlib import closing
from email.message import Message
from threading import Barrier, Thread
from urllib.parse import urlencode

from tests.live import PATIENCE, Site


class Stranger:
    """Somebody in the network 127.0.`number`.0/24 who fills in the form at `path` of the live `site`."""

    def __init__(self, site: Site, number: int, path: str = "/login") -> None:
        self._site, self._number, self._path = site, number, path
        headers, page = self._ask("GET")[1:]
        self._cookie = (headers["Set-Cookie"] or "").partition(";")[0]
        token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
        assert token
        self._token = token[1]

    def send(self, forged: dict[str, str] | None = None, **fields: str) -> tuple[int, str, str]:
        """Send the form: status, Retry-After and page of the answer."""
        headers = {"Cookie": self._cookie, "Sec-Fetch-Site": "same-origin", **(forged or {})}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        status, answered, page = self._ask("POST", urlencode(fields | {"csrf_token": self._token}), headers)
        return status, answered.get("Retry-After", ""), page

    def _ask(self, method: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, Message, str]:
        here = (f"127.0.{self._number}.1", 0)
        connection = http.client.HTTPConnection("127.0.0.1", self._site.port, timeout=PATIENCE, source_address=here)
        with closing(connection):
            connection.request(method, self._path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()


class Flood:
    """Many strangers who sign in at the same moment, each as the address at their place in `emails`."""

    def __init__(self, site: Site, emails: list[str], first: int) -> None:
        self._strangers = [Stranger(site, first + number) for number in range(len(emails))]
        self._together = Barrier(len(emails))
        self._emails = emails
        self.answers: list[tuple[int, str, str]] = []

    def start(self) -> None:
        self._threads = [
            Thread(target=self._sign_in, args=pair) for pair in zip(self._strangers, self._emails, strict=True)
        ]
        for thread in self._threads:
            thread.start()

    def is_over(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def _sign_in(self, stranger: Stranger, email: str) -> None:
        self._together.wait(PATIENCE)
        self.answers.append(stranger.send(email=email, password="not the right one"))
