"""The live server does not tell what it is made of as exactly as those want to know who look for known holes."""

import re
import socket

import pytest

from tests.attacks.conftest import Observed
from tests.live import PATIENCE

REQUESTS = (
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "POST /comments HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99000000\r\n\r\nx",
    "nonsense\r\n\r\n",
)


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_no_answer_tells_a_language_or_a_version(site: Observed) -> None:
    for request in REQUESTS:
        with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
            connection.sendall(request.encode())
            with connection.makefile("rb") as answer:
                head = list(iter(lambda answer=answer: answer.readline().strip().decode().lower(), ""))
        assert head[0].startswith("http/1.1 "), request
        told = [line for line in head if line.startswith(("server:", "via:", "x-powered-by:"))]
        assert not re.search(r"python|\d", " ".join(told)), request
