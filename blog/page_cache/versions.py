"""What readers' pages are made of has versions: marks that the database changes with every write that readers can see.

Triggers do it, in the transaction of the write (`migrations/versions/2026_11_25_versions.py` lists them), so no code
that writes can forget to. A mark is random: it comes back only together with what it stands for, from a backup.
"""

import secrets
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import BigInteger, Connection, Engine, String
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from blog.page_cache.wal_index import WalIndex
from blog.tools.connections import BUSY_TIMEOUT, POSTGRESQL
from blog.tools.database import Base, insert_or

# Articles, people, pictures, times of holding replies: all that is seen except comments.
NEWSROOM = "newsroom"
# All comments together, for the pages that count or rank them.
REPLIES = "replies"

# Of each process. A look at the marks takes a tenth of a millisecond on PostgreSQL, and microseconds on SQLite, where
# threads that wait for one connection disturb each other less than with several: a fifth more pages a second, measured.
CONNECTIONS = {"sqlite": 1, "postgresql": 4}

# Each statement is a transaction of its own. On SQLite, threads use a connection one after the other.
_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"timeout": BUSY_TIMEOUT, "isolation_level": None, "check_same_thread": False},
    "postgresql": {**POSTGRESQL, "autocommit": True, "prepare_threshold": 0},
}

Marks = dict[str, int | None]
# What is another after every commit.
Moment = tuple[WalIndex, bytes]


class Version(Base):
    """The mark of one thing that pages are made of; none has been made yet where there is no row."""

    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger)


def replies_to(article_id: int) -> str:
    """The name of the version of the comments of one article."""
    return f"{REPLIES} to {article_id}"


def raise_mark(name: str, connection: Connection) -> None:
    """Give `name` another mark, where something that readers see changes and no trigger tells."""
    made = insert_or(connection.dialect.name, Version).values(name=name, mark=secrets.randbits(62))
    connection.execute(made.on_conflict_do_update(index_elements=["name"], set_={"mark": made.excluded.mark}))


class Versions:
    """Reads the present marks over connections that it holds: through an engine that costs ten times as much."""

    def __init__(self, engine: Engine) -> None:
        self._url = engine.url
        self._dialect = engine.dialect
        self._driver: Any = engine.dialect.loaded_dbapi
        self._indexes: list[WalIndex] = []
        # The last of them, while it is that of the database: on SQLite, as long as the connection is open.
        self._index: WalIndex | None = None
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(CONNECTIONS[self._dialect.name]):
            self._idle.put(None)

    def moment(self) -> Moment | None:
        """What is another after every commit; None where nothing tells but the marks."""
        index = self._index
        return None if index is None else (index, index.head())

    def read(self, *names: str) -> Marks:
        """The marks as they are committed at this moment. Raises SQLAlchemy's OperationalError."""
        if not names:
            return {}
        try:
            connection = self._idle.get(timeout=BUSY_TIMEOUT)
        except Empty:
            # Others wait for the database already, on every connection there is.
            raise OperationalError("the versions of pages", None, TimeoutError("no connection is free")) from None
        try:
            connection, rows = self._ask(connection, names)
        except self._driver.Error as error:
            connection = None  # Closed; the next one who comes opens another.
            raise OperationalError("the versions of pages", None, error) from error
        finally:
            self._idle.put(connection)
        marks: Marks = dict.fromkeys(names)
        marks.update(rows)
        return marks

    def close(self) -> None:
        """Let go of the connections, as the last in this process; they are opened again when needed."""
        for _ in range(CONNECTIONS[self._dialect.name]):
            connection = self._idle.get()
            if connection is not None:
                self._drop(connection)
            self._idle.put(None)
        while self._indexes:
            self._indexes.pop().close()

    def _ask(self, connection: Any, names: tuple[str, ...]) -> tuple[Any, list[tuple[str, int]]]:
        if connection is not None:
            try:
                return connection, self._rows(connection, names)
            except self._driver.Error:  # It broke while it lay idle.
                self._drop(connection)
        connection = self._connect()
        try:
            rows = self._rows(connection, names)
        except self._driver.Error:
            self._drop(connection)
            raise
        if self._dialect.name == "sqlite":
            self._find_index(connection)
        return connection, rows

    def _find_index(self, connection: Any) -> None:
        # As SQLite knows the file: beside that, and not beside a link to it, the index lies.
        ((_, _, file),) = connection.execute("PRAGMA database_list").fetchall()
        with suppress(OSError):
            self._indexes.append(WalIndex(file))
            self._index = self._indexes[-1]

    def _drop(self, connection: Any) -> None:
        # First what is true only while it is open: then others may begin another log.
        self._index = None
        connection.close()

    def _rows(self, connection: Any, names: tuple[str, ...]) -> list[tuple[str, int]]:
        sign = "?" if self._dialect.name == "sqlite" else "%s"
        wanted = ", ".join([sign] * len(names))
        rows: list[tuple[str, int]] = connection.execute(
            f"SELECT name, mark FROM versions WHERE name IN ({wanted})",  # noqa: S608  signs, no values
            names,
        ).fetchall()
        return rows

    def _connect(self) -> Any:
        arguments, options = self._dialect.create_connect_args(self._url)
        connection = self._driver.connect(*arguments, **{**options, **_OPTIONS[self._dialect.name]})
        if self._dialect.name == "sqlite":
            # As those of the engine do: this one may come first.
            connection.execute("PRAGMA journal_mode = WAL")
        return connection
