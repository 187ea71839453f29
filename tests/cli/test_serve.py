"""An operator starts the site where it cannot be, and is told so before anything else."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import PATIENCE, ROOT, Site


def refused(site: Site, **variables: str) -> str:
    """What `flask serve` says when it gives up at once."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    environment = os.environ | site.variables | variables
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr


def test_a_second_site_does_not_take_visitors_from_the_first(tmp_path: Path, instance: Path) -> None:
    site = Site(tmp_path / "instance", "")
    # A name is as good as an address.
    site.variables["HOST"] = "localhost"
    site.start()
    try:
        assert refused(site) == (
            f"Error: The site cannot be served at HOST localhost, PORT {site.port}: Address already in use.\n"
        )
    finally:
        site.kill()


def test_a_port_of_another_program_is_named(tmp_path: Path, instance: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"HOST 127.0.0.1, PORT {port}: Address already in use." in refused(
            Site(tmp_path / "instance", ""), PORT=port
        )


@pytest.mark.parametrize("host", ["203.0.113.5", f"{'x' * 64}.example"])
def test_an_address_that_is_not_of_this_machine_is_named(tmp_path: Path, instance: Path, host: str) -> None:
    site = Site(tmp_path / "instance", "")
    said = refused(site, HOST=host, BLOG_SITE_URL="https://news.example.org")
    assert said.startswith(f"Error: The site cannot be served at HOST {host}, PORT {site.port}: ")
    assert said.count("\n") == 1
