"""The server is told to stop: it finishes what it has begun, takes nothing new, and ends."""

import signal
import socket
import time
from select import select
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.faults.conftest import FULL, held, stored
from tests.faults.readers import connect, reply
from tests.live import PATIENCE, Site

BOTH = ["sqlite", "postgresql"]


@pytest.mark.parametrize("kind", BOTH if FULL else BOTH[:1], indirect=True)
def test_a_post_that_waits_for_the_database_is_still_answered(site: Site, article: int) -> None:
    site.wait_for_workers()
    with connect(site) as reader:
        with held(site):
            reader.sendall(_request(site, reply(article, 1)))
            site.wait_until_taken_in()
            site.process.send_signal(signal.SIGTERM)
            _wait_until_refused(site)
            assert not _is_answered(reader)
        answer = reader.recv(65536)
    assert answer.startswith(b"HTTP/1.1 303"), answer[:200]
    assert site.process.wait(PATIENCE) == 0
    there = stored(site, article)
    assert set(there) == {1}
    assert f"#comment-{there[1]}\r\n".encode() in answer


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_slow_upload_is_still_taken_in(site: Site, article: int) -> None:
    site.wait_for_workers()
    request = _request(site, reply(article, 2, "A long way from here. " * 300))
    with connect(site) as slow:
        slow.sendall(request[:1000])
        site.wait_until_taken_in()
        site.process.send_signal(signal.SIGTERM)
        _wait_until_refused(site)
        for start in range(1000, len(request), 3000):
            slow.sendall(request[start : start + 3000])
            # It is slow.
            time.sleep(0.2)
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


def _request(site: Site, fields: dict[str, str]) -> bytes:
    """What a browser sends to post `fields`."""
    body = urlencode(fields)
    return (
        f"POST /comments HTTP/1.1\r\nHost: {site.url.removeprefix('http://')}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _is_answered(connection: socket.socket) -> bool:
    return bool(select([connection], [], [], 0)[0])


def _wait_until_refused(site: Site) -> None:
    """Until nobody new is let in."""
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        try:
            connect(site).close()
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("the server still takes connections")
