"""The site behind nginx, configured as deploy/nginx.conf says, on ports of its own and without TLS."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.live import PATIENCE, Site, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/errors warn; {user}
events {{ }}
http {{ access_log off; default_type application/octet-stream; {temporary} include {folder}/site.conf; }}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass
class Front:
    """nginx, and the site behind it."""

    url: str
    site: Site


@pytest.fixture(scope="session")
def nginx() -> str:
    """The program, which a machine may not have; CI has it."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        if os.environ.get("REQUIRE_NGINX") == "1":
            pytest.fail("REQUIRE_NGINX is set and no nginx is installed.")
        pytest.skip("No nginx is installed: the example in deploy/ is not tried.")
    return found


@pytest.fixture
def front(nginx: str, instance: Path, migrated_sqlite: Path, tmp_path: Path) -> Iterator[Front]:
    """nginx in front of a site that answers."""
    shutil.copy(migrated_sqlite / "blog.sqlite3", instance)
    site, port = Site(instance, ""), free_port()
    site.start()
    (tmp_path / "site.conf").write_text(
        _on_loopback((ROOT / "deploy" / "nginx.conf").read_text(), site, port, tmp_path)
    )
    temporary = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=user, temporary=temporary))
    process = subprocess.Popen([nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", tmp_path / "errors"])
    try:
        _wait_until_it_answers(port, tmp_path / "errors")
        yield Front(f"http://127.0.0.1:{port}", site)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if site.process.poll() is None:
            site.stop()


def _on_loopback(example: str, site: Site, port: int, folder: Path) -> str:
    """The example with what only its owner has replaced: the certificate, the name, the folder, the ports."""
    without_redirect = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", example, flags=re.DOTALL)
    changed = re.sub(r"\n\s+ssl_certificate.*", "", without_redirect)
    changed = changed.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} reuseport;")
    changed = changed.replace("127.0.0.1:8000", f"127.0.0.1:{site.port}")
    return changed.replace("/var/cache/nginx/meridian", str(folder / "cache"))


def _wait_until_it_answers(port: int, errors: Path) -> None:
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        try:
            with urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=PATIENCE):
                return
        except OSError:
            # Nobody listens yet: refused at once.
            time.sleep(0.05)
    raise RuntimeError(f"nginx did not come up:\n{errors.read_text()}")
