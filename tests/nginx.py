"""nginx in front of a site, configured as deploy/nginx.conf says, on ports of its own and without TLS."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.live import PATIENCE, ROOT, Site, free_port

# As on Debian, each request is logged with its visitor's address, unless the example says otherwise.
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/errors warn; {user}
events {{ }}
http {{ access_log {folder}/visits; default_type application/octet-stream; {temporary} include {folder}/site.conf; }}
"""
LOGS = ("visits", "errors")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass
class Front:
    """nginx, and the site behind it."""

    url: str
    by_http: str
    site: Site
    process: subprocess.Popen[bytes]
    folder: Path

    def written(self) -> str:
        """What nginx has written into its logs."""
        return "".join((self.folder / log).read_text() for log in LOGS)


def program() -> str | None:
    """Where nginx is, if this machine has it."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def in_front_of(site: Site, folder: Path) -> Iterator[Front]:
    """nginx, which must be installed, in front of `site`, which runs; what it keeps is in `folder`."""
    port, by_http = free_port(), free_port()
    example = (ROOT / "deploy" / "nginx.conf").read_text()
    (folder / "site.conf").write_text(_on_loopback(example, site, port, by_http, folder))
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user, temporary=temporary))
    command = [str(program()), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    process = subprocess.Popen(command)
    try:
        _wait_until_it_answers(port, folder / "errors")
        yield Front(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{by_http}", site, process, folder)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _on_loopback(example: str, site: Site, port: int, by_http: int, folder: Path) -> str:
    """The example with what only its owner has replaced: the certificate, the name, the folder, the ports."""
    changed = re.sub(r"\n\s+ssl_certificate.*", "", example)
    changed = changed.replace("listen 80;", f"listen 127.0.0.1:{by_http} reuseport;")
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
