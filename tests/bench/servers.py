"""The servers that are measured: the site on a generated newsroom, and the floors beside it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.exchange import ask
from tests.bench.floor_apps import BODY_VARIABLE
from tests.live import PATIENCE, ROOT, Site, free_port


class Floor:
    """One of `floor_apps` on the site's server with its settings."""

    def __init__(self, name: str, body: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.floor_apps", name, str(self.port)],
            cwd=ROOT,
            env=os.environ | {BODY_VARIABLE: str(body)},
            stdin=subprocess.DEVNULL,
        )
        latest = time.monotonic() + PATIENCE
        while True:
            try:
                ask(f"{self.url}/")
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > latest:
                    self.stop()
                    raise
                time.sleep(0.05)

    def __enter__(self) -> "Floor":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def generated_site(instance: Path, articles: int, comments: int) -> Site:
    """A site, not yet started, with so many articles and comments."""
    site = Site(instance, "")
    # So that the replies of the load come from networks of their own, as those of readers do.
    site.variables["BLOG_TRUSTED_PROXIES"] = "1"
    for command in ("db upgrade", f"content generate --articles {articles} --comments {comments}"):
        arguments = [sys.executable, "-m", "flask", "--app", "wsgi", *command.split()]
        done = subprocess.run(arguments, cwd=ROOT, env=os.environ | site.variables, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"flask {command} failed:\n{done.stderr}")
    return site
