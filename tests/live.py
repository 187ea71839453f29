"""The site as it really runs: `flask serve` in processes of its own, on a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from blog.cli.serve import WORKERS
from blog.settings import INSTANCE_VARIABLE, SETTINGS
from blog.web.access_log import SOON
from tests.conftest import UNHURRIED

ROOT = Path(__file__).resolve().parent.parent
# Seconds after which what has not happened will not; a loaded machine takes some for what else is instant.
PATIENCE = 60
# States of a socket in Linux's list of them.
ESTABLISHED, LISTENING = "01", "0A"
# How that list says that no bytes are there to be read.
NONE = ":00000000"


def free_port() -> int:
    """A port that nobody listens on, and that nobody else is given while this process lives."""
    with socket.socket() as free:
        for shared in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            free.setsockopt(socket.SOL_SOCKET, shared, 1)
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        # Held until this process ends: another server that was given the port would answer beside this one.
        free.detach()
    return port


class Site:
    """One running server with its own instance folder, database and port."""

    def __init__(self, instance: Path, database: str) -> None:
        self.instance = instance
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.variables = {INSTANCE_VARIABLE: str(instance), "DATABASE_URL": database, "DEMO": "0"}
        unhurried = {setting.variable: UNHURRIED[setting.name] for setting in SETTINGS if setting.name in UNHURRIED}
        self.variables |= {"PORT": str(self.port), **unhurried}
        self.log = instance.with_name(f"{instance.name}.log")
        self._read = 0

    def start(self) -> None:
        names = {setting.variable for setting in SETTINGS}
        inherited = {name: value for name, value in os.environ.items() if name not in names}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
                cwd=ROOT,
                env=inherited | self.variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    def workers(self) -> list[int]:
        """The processes that answer requests, as far as they have been started."""
        if self.process.poll() is not None:
            return []  # Its number may be another's by now.
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        try:
            return [int(child) for child in listed.read_text().split()]
        except OSError:
            return []

    def kill_workers(self) -> None:
        """End all that answers requests, at once and without warning."""
        for worker in self.workers():
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is answered meanwhile: requests wait where the system keeps them."""
        self.wait_for_workers()
        workers = self.workers()
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        try:
            yield
        finally:
            for worker in workers:
                os.kill(worker, signal.SIGCONT)

    def kill(self) -> None:
        """End all of the server at once, as a power loss would."""
        workers = self.workers()
        self.process.kill()
        self.process.wait(PATIENCE)
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def wait_for_workers(self) -> None:
        """Until every worker takes connections. One that is told to stop before may take no notice."""
        latest = time.monotonic() + PATIENCE
        while self._listening() < WORKERS:
            assert time.monotonic() < latest, "not all workers came up"
            time.sleep(0.05)

    def waiting(self) -> int:
        """How many requests have come to the port that nobody has read yet."""
        return sum(not queues.endswith(NONE) for queues, _ in self._sockets(ESTABLISHED))

    def wait_until_taken_in(self) -> None:
        """Until somebody is connected, and the server has read all that it was sent."""
        latest = time.monotonic() + PATIENCE
        while not self._has_taken_in():
            assert time.monotonic() < latest, "the server reads nothing"
            time.sleep(0.01)

    def new_log(self) -> str:
        """What the server has written since it was last asked."""
        written = self.log.read_text()
        new, self._read = written[self._read :], len(written)
        return new

    def settled_log(self, awaited: str = "", times: int = 1) -> str:
        """What the server has written since it was last asked, to the last line: they gather before that.

        On a busy machine they may come after a silence: what is `awaited` so many `times` is waited for first.
        """
        written, latest = self.new_log(), time.monotonic() + PATIENCE
        while awaited and written.count(awaited) < times:
            assert time.monotonic() < latest, f"{awaited} is not in the log {times} times: {written}"
            time.sleep(SOON)
            written += self.new_log()
        while True:
            time.sleep(3 * SOON)
            new = self.new_log()
            if not new:
                return written
            written += new

    def _listening(self) -> int:
        """How many processes listen on the port."""
        return len(self._sockets(LISTENING))

    def _has_taken_in(self) -> bool:
        connections = self._sockets(ESTABLISHED)
        # One that nobody has accepted yet has no inode.
        return bool(connections) and all(queues.endswith(NONE) and inode != "0" for queues, inode in connections)

    def _sockets(self, wanted: str) -> list[tuple[str, str]]:
        """What waits to be sent and to be read, and the inode, of each socket at the port that is in this state."""
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return [(line[4], line[9]) for line in lines if line[1].endswith(f":{self.port:04X}") and line[3] == wanted]

    def _wait_until_it_answers(self) -> None:
        latest = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < latest:
            try:
                with urlopen(f"{self.url}/healthz", timeout=PATIENCE):  # noqa: S310  our own address
                    return
            except OSError:
                # Nobody listens yet: refused at once.
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"flask serve did not come up:\n{self.log.read_text()}")
