"""Backups as an operator makes and restores them, and as somebody else may have spoilt them."""

import json
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, select

from blog.page_cache.versions import Version
from blog.tools.archive import write_archive
from blog.tools.database import Base, db
from tests.live import ROOT

Rows = dict[str, list[tuple[Any, ...]]]


def run(app: Flask, *arguments: object, answer: str = "") -> tuple[int, str]:
    """The exit code and the output of `flask upkeep …`."""
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["upkeep", *map(str, arguments)], input=answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    db.session.rollback()
    return result.exit_code, result.output


@contextmanager
def begun(until: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """`flask upkeep …` in a process of its own, which has printed `until`."""
    db.session.commit()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "upkeep", *map(str, arguments)]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, text=True, **streams) as process:
        printed = ""
        while until not in printed:
            # A question has no end of line.
            printed += (letter := process.stdout.read(1))  # type: ignore[union-attr]
            assert letter, printed
        yield process
    db.session.rollback()


def stopped(process: subprocess.Popen[str], told: signal.Signals) -> int:
    """The exit code of `process`, which is told to stop."""
    while process.poll() is None:
        process.send_signal(told)
        # Told just before it begins to wait for something it takes no notice, and is told once more.
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
    return process.returncode


def everything() -> Rows:
    """All rows of the site's database, by table, without the marks of pages: a restored site has another."""
    rows = {
        name: sorted(map(tuple, db.session.execute(select(table))), key=repr)
        for name, table in Base.metadata.tables.items()
        if name != Version.__tablename__
    }
    db.session.rollback()
    return rows


def files(folder: Path) -> dict[str, bytes]:
    """The content of all files under `folder`, by their paths in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def parts(file: Path) -> dict[str, bytes]:
    """What is in the backup `file`, by name, in order."""
    with tarfile.open(file) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


def remake(file: Path, into: Path, alter: Callable[[sqlite3.Connection], object]) -> None:
    """A backup like `file`, all in order, but with its database altered."""
    content = parts(file)
    facts = json.loads(content.pop("manifest.json"))
    with TemporaryDirectory() as folder:
        database = Path(folder) / "database"
        database.write_bytes(content["database.sqlite3"])
        with closing(sqlite3.connect(database)) as connection:
            alter(connection)
            connection.commit()
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in tables:
                (facts["rows"][name],) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608
            facts["rows"] = {name: facts["rows"][name] for name in tables}
            facts["revision"] = next(iter(connection.execute("SELECT version_num FROM alembic_version")), ("",))[0]
        content["database.sqlite3"] = database.read_bytes()
    with write_archive(into) as archive:
        for name, part in content.items():
            archive.add(name, BytesIO(part))
        archive.close(facts)


@contextmanager
def somebody_writing() -> Iterator[None]:
    """Another process is changing the site's database, and does not come to an end."""
    engine = create_engine(db.engine.url)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE comments IN ROW EXCLUSIVE MODE")
        yield
    engine.dispose()
