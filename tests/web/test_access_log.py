"""A line of the log is one line, whatever is asked for."""

from urllib.parse import quote

import pytest

from tests.hostile import BYTES, SIGNS
from tests.pages import Client

FORGED = '/x\r\n127.0.0.1 - - [1/Jan/2026:00:00:00 +0000] "GET /admin/ HTTP/1.1" 200 1'


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_path_forges_a_line_or_commands_the_terminal(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.looks = False
    paths = [
        FORGED,
        *(one for name in ("control characters", "directions", "odd characters") for one in SIGNS[name]),
        *BYTES,
    ]
    for path in paths:
        client.get("/" + quote(path))
    assert len(caplog.messages) == len(paths)
    assert all(line.isprintable() and line.count('"') == 2 for line in caplog.messages)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/dara@example.org/x", "/x/mailto:dara@example.org", "/dara%2540example.org"])
def test_no_address_is_logged(client: Client, caplog: pytest.LogCaptureFixture, path: str) -> None:
    client.get(path)
    assert "example.org" not in caplog.text
