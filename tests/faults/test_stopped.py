"""The server is told to stop: it finishes what it has begun, takes nothing new, and ends."""

import signal
import time
from collections.abc import Callable
from threading import Event, Thread
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.faults.conftest import FULL, held, stored
from tests.faults.readers import Answer, connect, post, reply
from tests.live import PATIENCE, Site

BOTH = ["sqlite", "postgresql"]


@pytest.mark.parametrize("kind", BOTH if FULL else BOTH[:1], indirect=True)
def test_a_post_that_waits_for_the_database_is_still_answered(
    sites: Callable[[str], Site], site: Site, article: int
) -> None:
    site.wait_for_workers()
    answers: dict[int, Answer] = {}
    writer = Thread(target=lambda: answers.update({1: post(site, article, 1)}))
    with held(site):
        writer.start()
        Event().wait(1)
        site.process.send_signal(signal.SIGTERM)
        _wait_until_refused(site)
        assert not answers
    writer.join()
    assert answers[1].status == 303
    assert site.process.wait(PATIENCE) == 0
    assert stored(site, article) == {1: answers[1].comment_id}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_slow_upload_is_still_taken_in(site: Site, article: int) -> None:
    site.wait_for_workers()
    body = urlencode(reply(article, 2, "A long way from here. " * 300)).encode()
    head = (
        f"POST /comments HTTP/1.1\r\nHost: {site.url.removeprefix('http://')}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with connect(site) as slow:
        slow.sendall(head.encode() + body[:1000])
        Event().wait(0.5)
        site.process.send_signal(signal.SIGTERM)
        _wait_until_refused(site)
        for start in range(1000, len(body), 3000):
            slow.sendall(body[start : start + 3000])
            Event().wait(0.2)
        answer = slow.recv(65536)
    assert answer.startswith(b"HTTP/1.1 303"), answer[:200]
    assert site.process.wait(PATIENCE) == 0
    assert set(stored(site, article)) == {2}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_was_asked_for_last_is_in_the_log(site: Site) -> None:
    site.wait_for_workers()
    site.new_log()
    with urlopen(f"{site.url}/robots.txt", timeout=PATIENCE):  # noqa: S310  our own address
        site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(PATIENCE) == 0
    assert site.new_log().count('"GET /robots.txt ') == 1


@pytest.mark.skipif(not FULL, reason="Takes the whole time that the server gives: tried by `make faults`.")
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_who_never_finishes_does_not_keep_the_server_from_ending(site: Site, article: int) -> None:
    site.wait_for_workers()
    with connect(site) as idle, connect(site) as unfinished:
        unfinished.sendall(b"POST /comments HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nauthor=")
        idle.sendall(b"GET / HT")
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(PATIENCE) == 0


def _wait_until_refused(site: Site) -> None:
    """Until nobody new is let in."""
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        try:
            connect(site).close()
        except OSError:
            return
        Event().wait(0.05)
    pytest.fail("the server still takes connections")
