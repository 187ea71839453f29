"""What a request says of the host it is for is repeated nowhere."""

import re
import socket
import time

import pytest

from blog.tools.database import db
from tests.attacks.conftest import Observed
from tests.attacks.strangers import Stranger
from tests.factories import make_article, make_user
from tests.faults.conftest import inside
from tests.live import PATIENCE

FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "evil",
    "X-Forwarded-For": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "6660",
    "X-Forwarded-Server": "evil.example",
    "Forwarded": "for=evil.example;host=evil.example;proto=evil",
    "X-Host": "evil.example",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
}
# As whole words: digests and tokens have any letters and digits in them, whoever asks.
EVIL, PORT = re.compile(rb"\bevil\b"), re.compile(rb"\b6660\b")
PATHS = ("/", "/archive", "/archive/", "/desk/", "/login?next=/desk/", "/login", "/reset", "/nowhere", "/robots.txt")
REQUEST_LINES = (
    "GET {path} HTTP/1.1",
    "GET http://evil.example{path} HTTP/1.1",
    "GET https://evil.example:6660{path} HTTP/1.1",
    "GET //evil.example{path} HTTP/1.1",
    "HEAD http://user:word@evil.example{path} HTTP/1.1",
    "POST http://evil.example{path} HTTP/1.1",
)

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def ask(site: Observed, line: str, host: str) -> bytes:
    """All that the server answers to a request as it was never sent by a browser."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in FORGED.items())
    request = f"{line}\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("line", REQUEST_LINES)
def test_no_answer_repeats_a_forged_host(site: Observed, line: str) -> None:
    with inside(site):
        make_article()
        db.session.commit()
    for path in PATHS:
        for host in ("evil.example", "evil.example:6660", "127.0.0.1@evil.example", "evil.example/..", "\u00e9vil"):
            answer = ask(site, line.format(path=path), host)
            head, _, body = answer.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 "), answer
            assert not head.startswith(b"HTTP/1.1 5"), head
            assert not EVIL.search(body), (path, host)
            assert not PORT.search(answer), (path, host)
            # What the path itself says may be in the path that a redirect leads to, on our own host.
            for header in head.splitlines()[1:]:
                assert not EVIL.search(header) or header.startswith(b"location: /evil.example/"), (path, host, header)


def test_a_link_in_a_mail_leads_to_the_site_alone(site: Observed) -> None:
    with inside(site):
        make_user("Omid Karimi", email="omid@example.org")
        db.session.commit()
    known = len(site.mailbox.mails)
    stranger = Stranger(site, 200, "/reset")
    status, _, page = stranger.send({"Host": "evil.example", **FORGED}, email="omid@example.org")
    assert status == 200
    assert "evil" not in page
    latest = time.monotonic() + PATIENCE
    while len(site.mailbox.mails) == known and time.monotonic() < latest:
        time.sleep(0.05)
    mail = site.mailbox.mails[-1]
    assert "evil" not in str(mail)
    assert f"\n{site.url}/reset/" in mail.get_content()
