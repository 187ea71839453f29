"""A live site whose hashes are observed and whose mail arrives."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.live import Site
from tests.mailbox import Mailbox

OBSERVER = Path(__file__).parent / "observer"


class Observed(Site):
    """A site that notes its hashes."""

    def __init__(self, instance: Path, database: str, mailbox: Mailbox) -> None:
        super().__init__(instance, database)
        self.mailbox = mailbox
        self.notes = instance.with_name(f"{instance.name}.hashes")
        self.variables |= {"PYTHONPATH": str(OBSERVER), "HASHES_NOTED_IN": str(self.notes)}
        self.variables |= {"BLOG_MAIL_SERVER": "127.0.0.1", "BLOG_MAIL_PORT": str(mailbox.port)}
        self.variables |= {"BLOG_MAIL_SENDER": "news@example.org"}

    def most_hashes_at_once(self) -> dict[int, int]:
        """For each process, how many hashes it has computed at the same time at most."""
        now: dict[int, int] = {}
        most: dict[int, int] = {}
        for line in self.notes.read_text().splitlines():
            process, change = map(int, line.split())
            now[process] = now.get(process, 0) + change
            most[process] = max(most.get(process, 0), now[process])
        return most


@pytest.fixture(scope="session")
def sites(
    tmp_path_factory: pytest.TempPathFactory, run_folder: Path, worker_id: str
) -> Iterator[Callable[[str], Observed]]:
    """The site on a database of this kind, running; made when first asked for."""
    made: dict[str, Observed] = {}
    with Mailbox() as mailbox:

        def running_on(kind: str) -> Observed:
            if kind not in made:
                url = ""
                if kind == "postgresql":
                    postgresql.ensure_started(run_folder)
                    postgresql.execute(run_folder, f"CREATE DATABASE attacks_{worker_id}")
                    url = postgresql.url(run_folder, f"attacks_{worker_id}")
                made[kind] = Observed(tmp_path_factory.mktemp(kind) / "instance", url, mailbox)
                made[kind].start()
            return made[kind]

        yield running_on
        for site in made.values():
            site.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def site(sites: Callable[[str], Observed], request: pytest.FixtureRequest) -> Iterator[Observed]:
    """The running site, on both databases by default, in whose log there may be no fault."""
    site = sites(request.param)
    yield site
    assert "Traceback" not in (log := site.new_log()), log
