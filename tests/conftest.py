"""What every test stands on: the site on a real database of each kind, a client that looks at each page, the cast."""

import contextlib
import contextvars
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import flask_migrate
import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

pytest.register_assert_rewrite("tests.pages", "tests.standards")

from blog import create_app, page_cache  # noqa: E402
from blog.accounts.models import ADMIN, User  # noqa: E402
from blog.comments.spam.stamping import next_page_stamp  # noqa: E402
from blog.settings import INSTANCE_VARIABLE, SETTINGS  # noqa: E402
from blog.tools.clock import now  # noqa: E402
from blog.tools.database import db  # noqa: E402
from tests import postgresql  # noqa: E402
from tests.command_line import CommandLine  # noqa: E402
from tests.factories import make_user  # noqa: E402
from tests.mailbox import Mailbox  # noqa: E402
from tests.pages import Client  # noqa: E402

# People in tests post one reply after another, all from one address. Those who are about the pace set their own.
UNHURRIED = {"REPLY_SECONDS": "0", "REPLIES_AN_HOUR": "0"}

# The same examples each time, however slow and busy the machine is: what fails here fails everywhere.
settings.register_profile(
    "tests", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tests")

Delivery = Callable[[], list[EmailMessage]]

RUN = pytest.StashKey[Path]()

# The apps of this process, by the instance folder and the settings that they were made with: making one costs more
# than most tests do.
APPS: dict[tuple[str, ...], Flask] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of this run, which all its processes share. Its path is short, as that of a socket must be."""
    # Being terminated is as good as Ctrl-C: what was started is stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    inherited = getattr(config, "workerinput", {}).get("run")
    config.stash[RUN] = Path(inherited or tempfile.mkdtemp(prefix="blog-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a worker of pytest-xdist the folder of this run."""
    node.workerinput["run"] = str(node.config.stash[RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started for this run, when its last process is done."""
    postgresql.disconnect()
    if not hasattr(config, "workerinput"):
        postgresql.stop(config.stash[RUN])


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    return request.config.stash[RUN]


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with keys and an empty database that the migrations have made."""
    folder = tmp_path_factory.mktemp("migrated")
    _migrate(folder, "")
    return folder


@pytest.fixture(scope="session")
def migrated_postgresql(run_folder: Path, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of an empty database that the migrations have made, for others to be copied from."""
    postgresql.ensure_started(run_folder)
    name = f"migrated_{worker_id}"
    postgresql.execute(run_folder, f"CREATE DATABASE {name}")
    _migrate(tmp_path_factory.mktemp("migrated"), postgresql.url(run_folder, name))
    return name


@pytest.fixture
def instance(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder of this test's site, with keys; the environment names it and sets nothing else."""
    folder = tmp_path_factory.getbasetemp() / "instance"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(migrated_sqlite / "secrets.toml", folder)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setenv(INSTANCE_VARIABLE, str(folder))
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, instance: Path, migrated_sqlite: Path, run_folder: Path, worker_id: str
) -> Iterator[str]:
    """A database of this test's own, migrated and empty: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(migrated_sqlite / "blog.sqlite3", instance)
        yield f"sqlite:///{instance / 'blog.sqlite3'}"
        return
    template = request.getfixturevalue("migrated_postgresql")
    name = f"test_{worker_id}"
    postgresql.make_empty(run_folder, name, template)
    yield postgresql.url(run_folder, name)


@pytest.fixture
def app(request: pytest.FixtureRequest, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The site, in a context for the test's own use of the database; the client's requests have theirs.

    Other settings than the defaults: `@pytest.mark.settings(TIMEZONE="Asia/Tehran")`, by the settings' names.
    Tests that have the same share one app; `@pytest.mark.fresh_app` gets one that has answered nobody yet.
    """
    variables = {setting.name: setting.variable for setting in SETTINGS}
    monkeypatch.setenv("DATABASE_URL", database_url)
    for name, value in UNHURRIED.items():
        monkeypatch.setenv(variables[name], value)
    # Those of the test itself come last, and so are stronger than those of its file.
    for mark in reversed(list(request.node.iter_markers("settings"))):
        for name, value in mark.kwargs.items():
            monkeypatch.setenv(variables[name], str(value))
    with running(make_app() if request.node.get_closest_marker("fresh_app") else shared_app()) as app:
        yield app


@contextlib.contextmanager
def running_app() -> Iterator[Flask]:
    """A new app that the environment describes, inside a context of it; all connections are closed at the end."""
    with running(make_app()) as app:
        yield app


def shared_app() -> Flask:
    """The app that the environment describes, made when first asked for."""
    made_with = tuple(os.environ.get(name, "") for name in (INSTANCE_VARIABLE, *(one.variable for one in SETTINGS)))
    if made_with not in APPS:
        APPS[made_with] = make_app()
    return APPS[made_with]


def make_app() -> Flask:
    """A new app that the environment describes."""
    app = create_app()
    app.test_client_class = Client
    app.test_cli_runner_class = CommandLine
    # A good hash is slow on purpose, so the tests compute poor ones.
    app.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1)
    # Mail goes when a test says so, not on a thread of its own.
    app.extensions["postman"].is_to_begin = False
    # The templates need not be compiled anew for each app.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    return app


@contextlib.contextmanager
def running(app: Flask) -> Iterator[Flask]:
    """`app` inside a context of it; all connections are closed at the end, and what was configured is as before."""
    config = dict(app.config)
    # That of a request, so that `url_for` gives the addresses that pages have.
    with app.test_request_context():
        yield app
        page_cache.let_go()
        app.extensions.pop("fragments", None)
    app.config.clear()
    app.config.update(config)


@pytest.fixture
def standing_clock() -> Iterator[None]:
    """No time passes while the test runs, however long it takes."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture
def minutes_to_spare() -> Iterator[None]:
    """A moment after which no page changes by itself for as long as a test takes: no stamp ends, and no day."""
    with time_machine.travel(next_page_stamp(article_id=0) - timedelta(minutes=9)):
        yield


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser without script that looks at every page it is shown. Another one is `app.test_client()`."""
    return app.test_client()


@pytest.fixture
def author(app: Flask) -> User:
    """Samira Rostami, who writes."""
    return make_user("Samira Rostami")


@pytest.fixture
def admin(app: Flask) -> User:
    """Leila Navid, who runs the newsroom."""
    return make_user("Leila Navid", role=ADMIN)


@pytest.fixture
def reader() -> dict[str, str]:
    """Dara, who has something to say: what he fills into the reply form beside his comment."""
    return {"author": "Dara", "email": "dara@example.org", "url": "https://dara.example.org/"}


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """The mail server of a site that is configured to have one."""
    with Mailbox() as mailbox:
        app.config["MAIL_PORT"] = mailbox.port
        yield mailbox


@pytest.fixture
def deliver(app: Flask, mailbox: Mailbox) -> Delivery:
    """Has the postman go round; the mails that came of it."""

    def deliver() -> list[EmailMessage]:
        db.session.commit()
        known = len(mailbox.mails)
        # With a session of its own, as on a thread of its own.
        contextvars.Context().run(app.extensions["postman"].go_round)
        return mailbox.mails[known:]

    return deliver


def _migrate(instance: Path, database: str) -> None:
    with pytest.MonkeyPatch.context() as environment:
        for setting in SETTINGS:
            environment.delenv(setting.variable, raising=False)
        environment.setenv(INSTANCE_VARIABLE, str(instance))
        environment.setenv("DATABASE_URL", database)
        with running_app():
            flask_migrate.upgrade()
