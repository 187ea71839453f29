"""One request and its answer."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlsplit


class Unexpected(Exception):
    """A server answered something else than it was to be measured at."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: HTTPMessage
    body: bytes


def ask(url: str, expected: int = 200, **headers: str) -> Answer:
    """The answer to a GET on a connection of its own. Raises Unexpected if its status is another."""
    return send(url, "GET", None, expected, headers)


def send(url: str, method: str, body: str | None, expected: int, headers: dict[str, str]) -> Answer:
    """The answer to any request. Raises Unexpected if its status is another."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
    finally:
        connection.close()
    if answer.status != expected:
        raise Unexpected(f"{method} {url} answered {answer.status}, not {expected}: {answer.body[:500]!r}")
    return answer
