"""What readers' pages are made of has versions: marks that the database changes with every write that readers can see.

Triggers do it, in the transaction of the write (`migrations/versions/2026_11_25_versions.py` lists them), so no code
that writes can forget to. A mark is random: it never comes back, not even when a backup is restored.
"""

import sqlite3
from contextlib import suppress
from queue import SimpleQueue
from typing import Protocol

import psycopg
from sqlalchemy import BigInteger, Engine, String
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from blog.tools.database import BUSY_TIMEOUT, Base

# Articles, people, pictures, times of holding replies: all that is seen except comments.
NEWSROOM = "newsroom"
# All comments together, for the pages that count or rank them.
REPLIES = "replies"

# Of each process. A look at the marks takes microseconds on SQLite and a tenth of a millisecond on PostgreSQL.
CONNECTIONS = 4

Marks = dict[str, int | None]


class Version(Base):
    """The mark of one thing that pages are made of; none has been made yet where there is no row."""

    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger)


def replies_to(article_id: int) -> str:
    """The name of the version of the comments of one article."""
    return f"{REPLIES} to {article_id}"


class _Connection(Protocol):
    def marks(self, names: tuple[str, ...]) -> list[tuple[str, int]]: ...

    def close(self) -> None: ...


class _SQLite:
    def __init__(self, file: str) -> None:
        # Used by one thread at a time, not always the same. Each statement is a transaction of its own.
        self._driver = sqlite3.connect(file, BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
        self._driver.execute("PRAGMA query_only = ON")
        self.close = self._driver.close

    def marks(self, names: tuple[str, ...]) -> list[tuple[str, int]]:
        wanted = ", ".join("?" * len(names))
        return self._driver.execute(f"SELECT name, mark FROM versions WHERE name IN ({wanted})", names).fetchall()  # noqa: S608


class _PostgreSQL:
    def __init__(self, url: str) -> None:
        self._driver = psycopg.connect(url, autocommit=True, prepare_threshold=0, connect_timeout=BUSY_TIMEOUT)
        self.close = self._driver.close

    def marks(self, names: tuple[str, ...]) -> list[tuple[str, int]]:
        return self._driver.execute("SELECT name, mark FROM versions WHERE name = ANY(%s)", [list(names)]).fetchall()


class Versions:
    """Reads the present marks over connections that it holds: through an engine that costs ten times as much."""

    def __init__(self, engine: Engine) -> None:
        self._url = engine.url
        self._idle: SimpleQueue[_Connection | None] = SimpleQueue()
        for _ in range(CONNECTIONS):
            self._idle.put(None)

    def read(self, *names: str) -> Marks:
        """The marks as they are committed at this moment. Raises SQLAlchemy's OperationalError."""
        if not names:
            return {}
        connection = self._idle.get()
        try:
            connection, rows = self._ask(connection, names)
        except (sqlite3.Error, psycopg.Error) as error:
            connection = None
            raise OperationalError("the versions of pages", None, error) from error
        finally:
            self._idle.put(connection)
        return dict.fromkeys(names) | dict(rows)

    def close(self) -> None:
        """Let go of the connections; they are opened again when needed."""
        for _ in range(CONNECTIONS):
            connection = self._idle.get()
            if connection is not None:
                with suppress(sqlite3.Error, psycopg.Error):
                    connection.close()
            self._idle.put(None)

    def _ask(self, connection: _Connection | None, names: tuple[str, ...]) -> tuple[_Connection, list[tuple[str, int]]]:
        if connection is not None:
            with suppress(psycopg.OperationalError):  # It broke while it lay idle.
                return connection, connection.marks(names)
        connection = self._connect()
        return connection, connection.marks(names)

    def _connect(self) -> _Connection:
        if self._url.get_backend_name() == "sqlite":
            return _SQLite(str(self._url.database))
        return _PostgreSQL(self._url.set(drivername="postgresql").render_as_string(hide_password=False))
