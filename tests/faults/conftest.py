"""Live sites that things happen to. FAULTS=full, as `make faults` sets it, is the long version of every story."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from blog.comments.models import Comment
from blog.settings import SETTINGS
from blog.tools.database import db
from tests import postgresql
from tests.conftest import running, shared_app
from tests.factories import make_article
from tests.live import Site

FULL = os.environ.get("FAULTS") == "full"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The database of the site; both by default."""
    return request.param


@pytest.fixture(scope="session")
def sites(
    tmp_path_factory: pytest.TempPathFactory, run_folder: Path, worker_id: str
) -> Iterator[Callable[[str], Site]]:
    """The site on a database of this kind, running; made when first asked for."""
    made: dict[str, Site] = {}

    def running_on(kind: str) -> Site:
        if kind not in made:
            url = ""
            if kind == "postgresql":
                postgresql.ensure_started(run_folder)
                postgresql.execute(run_folder, f"CREATE DATABASE faults_{worker_id}")
                url = postgresql.url(run_folder, f"faults_{worker_id}")
            made[kind] = Site(tmp_path_factory.mktemp(kind) / "instance", url)
            made[kind].start()
        elif made[kind].process.poll() is not None:
            made[kind].start()
        return made[kind]

    yield running_on
    for site in made.values():
        site.kill()


@pytest.fixture
def site(sites: Callable[[str], Site], kind: str) -> Site:
    """The running site, as whatever came before has left it."""
    return sites(kind)


@pytest.fixture
def article(site: Site) -> int:
    """The number of a new article, under which there are no comments yet."""
    return new_article(site)


def new_article(site: Site) -> int:
    """Publish an article on the running `site`; its number."""
    with inside(site):
        article = make_article()
        db.session.commit()
        return article.id


@contextmanager
def inside(site: Site) -> Iterator[None]:
    """This process in a context of the same site, to make things and to look."""
    with pytest.MonkeyPatch.context() as environment:
        for setting in SETTINGS:
            environment.delenv(setting.variable, raising=False)
        for name, value in site.variables.items():
            environment.setenv(name, value)
        with running(shared_app()):
            yield


@contextmanager
def held(site: Site) -> Iterator[None]:
    """The database cannot be written to."""
    with inside(site):
        engine = create_engine(db.engine.url)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE comments IN EXCLUSIVE MODE")
        yield
        connection.rollback()
    engine.dispose()


def stored(site: Site, article: int) -> dict[int, int]:
    """The comments under `article` in an intact database: the number that each says, and its own."""
    with inside(site):
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        rows = db.session.execute(select(Comment.id, Comment.text).where(Comment.article_id == article)).all()
    found = {int(words.rpartition(" ")[2].removesuffix(".")): number for number, words in rows}
    assert len(found) == len(rows), "a comment is there twice"
    return found


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 24 MB that can really be full: a tmpfs, which only root can make."""
    # Not in a folder of pytest's, into which the PostgreSQL of another user could not look.
    folder = Path(tempfile.mkdtemp(prefix="small-disk-"))
    folder.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=777", "tmpfs", str(folder)]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("A disk that is full needs a tmpfs, which only root can mount: not tried here.")
    yield folder
    # Lazily: a server that is on its way out may still have a file open.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()
