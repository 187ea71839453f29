"""Over the wire, to the server that `flask serve` starts: what is slow or huge does not stop other readers."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from urllib.parse import urlencode, urlsplit

import pytest

from blog.comments.models import Comment
from blog.tools.database import db
from tests.factories import make_article
from tests.journeys.conftest import PATIENCE, Site, on_sqlite

HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
SLOW_CLIENTS = 200

Connect = Callable[[], socket.socket]

pytestmark = on_sqlite


@pytest.fixture
def connect(site: Site) -> Iterator[Connect]:
    """Opens one more connection to the site."""
    with ExitStack() as connections:

        def one_more() -> socket.socket:
            address = urlsplit(site.url)
            return connections.enter_context(
                socket.create_connection((str(address.hostname), int(address.port or 0)), PATIENCE)
            )

        yield one_more


def ask(connect: Connect, request: bytes) -> bytes:
    """The first line of the answer to `request`, which may come before all of it is sent."""
    connection = connect()
    # Who refuses a request does not read it to its end.
    with suppress(ConnectionError):
        connection.sendall(request)
    with connection.makefile("rb") as answer:
        return answer.readline().strip()


def read_front(connect: Connect) -> bytes:
    return ask(connect, b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")


def test_a_megabyte_of_comment_is_413(connect: Connect) -> None:
    head = b"POST /comments HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 1000008\r\n\r\n"
    assert ask(connect, head + b"comment=" + b"x" * 1_000_000).startswith(b"HTTP/1.1 413")


def test_a_megabyte_that_does_not_say_its_length_is_411(connect: Connect) -> None:
    head = b"POST /comments HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    chunks = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert ask(connect, head + chunks * 16 + b"0\r\n\r\n").startswith(b"HTTP/1.1 411")


def test_of_a_reply_that_breaks_off_nothing_is_stored(connect: Connect, site: Site) -> None:
    article = make_article()
    db.session.commit()
    whole = {"article": article.id, "author": "Dara", "email": "dara@example.org", "comment": "A long story. " * 99}
    reply = urlencode(whole)
    head = f"Connection: close\r\nContent-Length: {len(reply) + 500}\r\n\r\n{reply}".encode()
    connection = connect()
    connection.sendall(b"POST /comments HTTP/1.1\r\n" + HOST + FORM + head)
    connection.shutdown(socket.SHUT_WR)
    with connection.makefile("rb") as answer:
        assert answer.readline().startswith(b"HTTP/1.1 400")
    assert db.session.query(Comment).count() == 0


@pytest.mark.parametrize("header", [b"Cookie: session=", b"X-Anything: ", b"User-Agent: ", b"Referer: "])
def test_a_header_of_a_megabyte_is_refused(connect: Connect, header: bytes) -> None:
    assert ask(connect, b"GET / HTTP/1.1\r\n" + HOST + header + b"x" * 1_000_000 + b"\r\n\r\n")[:10] == b"HTTP/1.1 4"
    assert read_front(connect) == b"HTTP/1.1 200 OK"


def test_an_address_of_a_megabyte_is_refused(connect: Connect) -> None:
    assert ask(connect, b"GET /?" + b"x" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")[:10] == b"HTTP/1.1 4"


def test_a_thousand_headers_are_refused(connect: Connect) -> None:
    many = b"".join(b"X-%d: y\r\n" % number for number in range(1000))
    assert ask(connect, b"GET / HTTP/1.1\r\n" + HOST + many + b"\r\n")[:10] == b"HTTP/1.1 4"


BEGINNINGS = {
    "their headers": b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: ",
    "a comment": b"POST /comments HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 5000\r\n\r\ncomment=",
    "an unknown length": b"POST /comments HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n1000\r\nx",
    "a password": b"POST /login HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 5000\r\n\r\nemail=",
}


@pytest.mark.parametrize("what", BEGINNINGS)
def test_two_hundred_who_send_slowly_do_not_stop_other_readers(connect: Connect, what: str) -> None:
    slow = [connect() for _ in range(SLOW_CLIENTS)]
    for connection in slow:
        connection.sendall(BEGINNINGS[what])
    assert [read_front(connect) for _ in range(5)] == [b"HTTP/1.1 200 OK"] * 5
    for connection in slow:
        # Who was turned away finds the connection closed.
        with suppress(ConnectionError):
            connection.sendall(b"x")
    assert [read_front(connect) for _ in range(5)] == [b"HTTP/1.1 200 OK"] * 5


def test_two_hundred_who_read_slowly_do_not_stop_other_readers(connect: Connect) -> None:
    for _ in range(SLOW_CLIENTS):
        connection = connect()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        connection.sendall((b"GET / HTTP/1.1\r\n" + HOST + b"\r\n") * 10)
    assert [read_front(connect) for _ in range(5)] == [b"HTTP/1.1 200 OK"] * 5


def test_who_is_one_sender_too_many_is_told_so_at_once(connect: Connect, site: Site) -> None:
    for _ in range(SLOW_CLIENTS):
        connect().sendall(BEGINNINGS["a comment"])
    connection = connect()
    closing = b"Connection: close\r\nContent-Length: 9\r\n\r\ncomment=x"
    connection.sendall(b"POST /comments HTTP/1.1\r\n" + HOST + FORM + closing)
    with connection.makefile("rb") as whole:
        answer = whole.read().decode()
    assert answer.startswith("HTTP/1.1 503")
    assert "retry-after: 5" in answer.lower()
    assert "Many people are sending at this moment" in answer
