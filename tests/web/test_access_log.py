"""A line of the log is one line, whatever is asked for."""

import select
import sys
from itertools import product
from urllib.parse import quote

import pytest
from flask import Flask

from tests.hostile import BYTES, SIGNS
from tests.pages import Client

FORGED = '/x\r\n127.0.0.1 - - [1/Jan/2026:00:00:00 +0000] "GET /admin/ HTTP/1.1" 200 1'


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_path_forges_a_line_or_commands_the_terminal(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.looks = False
    paths = [
        FORGED,
        *(one for name in ("control characters", "directions", "odd characters") for one in SIGNS[name]),
        *BYTES,
    ]
    for path in paths:
        client.get("/" + quote(path))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(paths)
    assert all(line.isprintable() and line.count('"') == 2 for line in lines)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/dara@example.org/x", "/x/mailto:dara@example.org", "/dara%2540example.org"])
def test_no_address_is_logged(client: Client, capsys: pytest.CaptureFixture[str], path: str) -> None:
    client.get(path)
    assert "[address]" in (written := capsys.readouterr().out)
    assert "example.org" not in written


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_token_of_a_mailed_link_is_logged(app: Flask, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.looks = False
    links = [
        rule.rule[1:].replace("<token>", "S3CRET") for rule in app.url_map.iter_rules() if "token" in rule.arguments
    ]
    assert len(links) > 5
    for link in links:
        broken = (f"{link}/", f"{link}/x", f"x/{link}", link.replace("/", "//"), link.upper(), quote(link, safe=""))
        for spelled, method in product((link, *broken), ("GET", "POST", "PROPFIND")):
            client.open(f"/{spelled}", method=method)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(links) * 7 * 3
    assert [line for line in lines if "S3CRET" in line or "<token>" not in line] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_beside_mailed_links_is_logged_by_its_name(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/comments/mine/asked")
    assert '"GET /comments/mine/asked ' in capsys.readouterr().out


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_lines_that_gather_leave_in_whole_pieces(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(sys.stdout, "write", written.append)
    log = app.extensions["access_log"]
    for number in range(500):
        log.write_kept({"PATH_INFO": f"/{number}", "REQUEST_METHOD": "GET", "REMOTE_ADDR": "192.0.2.7"}, "200 OK", 7)
    log.write_out()
    log.write_out()
    assert [line.split('"')[1] for line in "".join(written).splitlines()] == [
        f"GET /{number} HTTP/1.1" for number in range(500)
    ]
    assert len(written) < 20
    assert all(piece.endswith("\n") and len(piece) <= select.PIPE_BUF for piece in written)
