"""How connections to SQLite and to PostgreSQL are set, so that both behave the same."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from blog.tools.taking_turns import TurnTaking

# Seconds that a writer waits for another before it gives up, that a connection to PostgreSQL may take to be made, and
# that a machine it leads to may be silent: not those that PostgreSQL may take over a question, while it is there.
BUSY_TIMEOUT = 5

# What every connection to PostgreSQL is made with. A machine that vanishes does not say so, and the system would wait a
# quarter of an hour, or for ever: here what is not acknowledged in so many milliseconds ends the connection, and after
# so many seconds of waiting for an answer the machine is asked whether it is still there.
POSTGRESQL: dict[str, Any] = {
    "connect_timeout": BUSY_TIMEOUT,
    "tcp_user_timeout": BUSY_TIMEOUT * 1000,
    "keepalives_idle": BUSY_TIMEOUT,
    "keepalives_interval": 1,
}

# In KB: what a connection to SQLite keeps of the file, which the system keeps once for all. With SQLite's own 2,000 the
# processes took 12 MB more, and replies, batches of 10,000 and generated newsrooms the same time, measured.
SQLITE_CACHE = 256


# What is said where the file that connections have open is not the one at its path any more.
GONE = "the database file has been removed or replaced: put it back and start the site again"


def options(url: str) -> dict[str, Any]:
    """What an engine for the database at `url` is made with."""
    # A fault is logged with its statement, and the log has no address.
    hidden = {"hide_parameters": True}
    if not url.startswith("postgresql"):
        return {**hidden, "connect_args": {"factory": TurnTaking}}
    # A connection is tried before it is used: one that broke while it lay idle costs nobody a comment.
    return {**hidden, "pool_pre_ping": True, "connect_args": POSTGRESQL}


def prepare(engine: Engine) -> None:
    """Let each connection that `engine` opens have the settings of its database."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)


def sqlite_engine(file: Path) -> Engine:
    """The SQLite database in `file`, beside the site's own, with the same settings."""
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, **options("sqlite"))
    _prepare_sqlite(engine)
    return engine


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = '{BUSY_TIMEOUT}s'")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def hide_row(context: ExceptionContext) -> None:
        # Below its first line, PostgreSQL quotes the row that cannot be.
        error = context.sqlalchemy_exception
        if isinstance(error, IntegrityError):
            for told in (error, context.original_exception):
                told.args = (str(told.args[0]).partition("\n")[0],)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: TurnTaking, _record: Any) -> None:
        # The driver starts no transaction by itself: `before_write` below does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL, not NORMAL: in WAL mode, NORMAL may lose acknowledged commits on power loss.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What a statement needs to be taken back is small, and a file for it would be made anew for every reply.
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = {-SQLITE_CACHE}")
        # What is deleted for good is overwritten with zeros, so that no text or address stays in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        # SQLite's own knows no letters but ASCII. A search through 100,000 comments takes half as long again.
        connection.create_function("lower", 1, str.lower, deterministic=True)

    @event.listens_for(engine, "before_cursor_execute")
    def before_write(
        _connection: Any, cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
    ) -> None:
        # The write lock is taken at the first write and not at the first read: reads before it do not pin a
        # snapshot, which SQLite could not turn into a write once somebody else has written, and slow work
        # between reading and writing (a password hash, a picture) holds nobody up. This is what PostgreSQL's
        # READ COMMITTED gives.
        connection: TurnTaking = cursor.connection
        if not connection.in_transaction and not statement.lstrip().startswith(("SELECT", "PRAGMA", "EXPLAIN")):
            connection.begin_writing(str(engine.url.database), BUSY_TIMEOUT)

    # Last: before the settings above are made, a new file is not there yet.
    _hold_to_one_file(engine)


def _hold_to_one_file(engine: Engine) -> None:
    """Have `engine` refuse to go on where the file that it has opened first is not at its path any more.

    A file that was removed still takes what is written, and that would be lost with the last connection.
    """
    file = str(engine.url.database)
    opened: list[tuple[int, int] | None] = []

    @event.listens_for(engine, "connect")
    def connect(_connection: TurnTaking, _record: Any) -> None:
        if not opened:
            opened.append(_identity(file))

    @event.listens_for(engine, "engine_disposed")
    def let_go(_engine: Engine) -> None:
        opened.clear()

    @event.listens_for(engine, "do_connect")
    @event.listens_for(engine, "checkout")
    def look(*_: object) -> None:
        if opened and _identity(file) != opened[0]:
            raise OperationalError(GONE, None, sqlite3.OperationalError(GONE))


def _identity(file: str) -> tuple[int, int] | None:
    """Which file is at this path, by its device and number; None where there is none."""
    try:
        found = os.stat(file)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
