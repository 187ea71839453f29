"""The whole database as one SQLite file: of one moment while others write, and back, all of it or nothing.

The file is the same whichever database it is of, and goes into either: a dump of PostgreSQL's own would want the client
of the server's version and could be restored nowhere else.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, MetaData, Table, func, inspect, select, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from blog.tools.clock import now
from blog.tools.connections import sqlite_engine
from blog.tools.database import Base, db
from blog.tools.migrating import migrate_to, newest_revision, revision_of
from blog.tools.taking_turns import LOCKED
from blog.tools.whole_files import whole_file

# The table of what readers' pages are made of (`page_cache/versions.py`).
VERSIONS = "versions"

# Rows that are held in memory at once.
ROWS = 500

# What SQLite says of a file that is damaged, or none of its own any more.
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Unusable(Exception):
    """The file cannot be used; the message says why."""


@dataclass(frozen=True)
class Contents:
    """What is in a database: the revision of its tables, and the number of rows in each."""

    revision: str
    rows: dict[str, int]


def is_in_use() -> bool:
    """Whether the site's database holds anything, or did before it was damaged."""
    try:
        present = set(inspect(db.engine).get_table_names())
        with db.engine.connect() as connection:
            return any(
                connection.scalar(select(table).limit(1).with_only_columns(text("1"))) is not None
                for name, table in Base.metadata.tables.items()
                if name in present
            )
    except DatabaseError as error:
        if _is_damage(error.orig):
            return True
        raise


def take(file: Path) -> None:
    """Copy the site's database into the new `file`. Others may write meanwhile, and are not held up.

    Raises errors of SQLAlchemy or SQLite.
    """
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
            _driver(connection).backup(copy)
        return
    one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**one_moment) as source, sqlite_engine(file).connect() as target:
        migrate_to(target, revision_of(source))
        _copy_rows(source, target)
        target.commit()


def look_into(file: Path) -> Contents:
    """What is in the snapshot `file`, all of which has been read. Raises Unusable where it is not intact."""
    try:
        with sqlite_engine(file).connect() as connection:
            return _intact_contents(connection)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise Unusable("The database cannot be read") from error


def is_in_place(file: Path) -> bool:
    """Whether the site's database is intact, and has as many rows in each table as the snapshot `file`."""
    wanted = look_into(file)
    try:
        with db.engine.connect() as connection:
            present = _intact_contents(connection)
    except Unusable:
        return False
    return present.revision == wanted.revision and all(
        present.rows[name] == number for name, number in wanted.rows.items() if name in present.rows
    )


def bring_up_to_date(file: Path) -> None:
    """Migrate the snapshot `file` to what the code wants. Raises alembic's CommandError for one of a newer version."""
    with sqlite_engine(file).connect() as connection:
        migrate_to(connection, newest_revision())
        connection.commit()


def put_back(file: Path) -> Path | None:
    """Make the site's database what the snapshot `file` is, in one transaction. Raises as `take` does.

    A damaged file of SQLite's, which takes no transaction, is replaced and kept under the name that comes back.
    """
    if db.engine.dialect.name == "sqlite":
        try:
            with closing(sqlite3.connect(file)) as source, db.engine.connect() as connection:
                source.backup(_driver(connection), progress=_not_for_ever)
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if not _is_damage(getattr(error, "orig", error)):
                raise
            return _replace_damaged(file)
        return None
    with sqlite_engine(file).connect() as source, db.engine.begin() as target:
        migrate_to(target, newest_revision())
        _copy_rows(source, target)
        gather_statistics(target)
    return None


def gather_statistics(connection: Connection) -> None:
    """Let PostgreSQL plan for the rows that have just been loaded; by itself it does so within a minute."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def continue_numbers(connection: Connection, table: Table) -> None:
    """Let the next row of `table` have the number after the highest. SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        highest = select(func.coalesce(func.max(table.columns["id"]), 0)).scalar_subquery()
        connection.execute(select(func.setval(sequence, highest + 1, False)))


def _intact_contents(connection: Connection) -> Contents:
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            raise Unusable("The database is damaged")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Unusable("The rows of the database do not fit together")
    tables = _tables(connection)
    return Contents(
        revision_of(connection),
        {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()},
    )


def _copy_rows(source: Connection, target: Connection) -> None:
    """Make the rows of `target` those of `source`; both have the tables of one revision."""
    theirs = _tables(source)
    tables = [table for table in _tables(target).values() if table.name in theirs]
    if target.dialect.name == "postgresql":
        # Who reads goes on reading what was; who writes waits.
        names = ", ".join(f'"{table.name}"' for table in tables)
        target.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
    # Last: triggers change them with each row of the others, and what they are copied from says what they stand for.
    tables.sort(key=lambda table: table.name == VERSIONS)
    for table in reversed(tables):
        target.execute(table.delete())
    for table in tables:
        if table.name == VERSIONS:
            target.execute(table.delete())
        _copy_table(source, theirs[table.name], target, table)


def _copy_table(source: Connection, theirs: Table, target: Connection, table: Table) -> None:
    names = [column.name for column in table.columns if column.name in theirs.columns and column.computed is None]
    # What another row of the same table refers to is older than that row, and so has the smaller key.
    rows = select(*(theirs.columns[name] for name in names)).order_by(*theirs.primary_key.columns)
    for part in source.execution_options(yield_per=ROWS).execute(rows).partitions():
        target.execute(table.insert(), [dict(zip(names, map(_other_form, row), strict=True)) for row in part])
    if "id" in table.columns:
        continue_numbers(target, table)


def _other_form(value: Any) -> Any:
    """A moment as the other database keeps it: PostgreSQL with its zone, SQLite in UTC without."""
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)


def _tables(connection: Connection) -> dict[str, Table]:
    """The tables that there really are, by name, those that others refer to first."""
    # The database's word, not that of the models: these are of the newest revision.
    present = MetaData()
    present.reflect(connection)
    for table in present.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                # An empty field stays empty and does not become a null of JSON's.
                column.type = JSON(none_as_null=True)
    return {table.name: table for table in present.sorted_tables}


def _is_damage(error: BaseException | None) -> bool:
    # The lowest byte; those above say where it was found.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE


def _replace_damaged(file: Path) -> Path:
    for engine in db.engines.values():
        engine.dispose()
    # The log stands beside the file itself, where that is another one's link.
    present = Path(db.engine.url.database or "").resolve()
    aside, owner = f"{present}.damaged-{now():%Y%m%dT%H%M%S%f}", present.stat()
    with file.open("rb") as content, whole_file(present, owner.st_mode & 0o666) as out:
        # Run by root, it stays with the user that the site runs as.
        os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
        shutil.copyfileobj(content, out)
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{present}{ending}").rename(f"{aside}{ending}")
    return Path(aside)


def _driver(connection: Connection) -> sqlite3.Connection:
    return connection.connection.driver_connection  # type: ignore[return-value]


def _not_for_ever(status: int, _remaining: int, _total: int) -> None:
    # Each attempt waits for as long as any writer does; the driver would begin again without end.
    if status == sqlite3.SQLITE_BUSY:
        raise sqlite3.OperationalError(LOCKED)
