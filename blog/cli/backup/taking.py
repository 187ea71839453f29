"""Put all that an installation owns but `settings.toml` into one file, while the site goes on: the keys if wanted."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import current_app

from blog.cli.backup.parts import DATABASE, FORMAT, PICTURES, SECRETS
from blog.media import copying
from blog.tools import snapshot
from blog.tools.archive import NewArchive, write_archive
from blog.tools.clock import now
from blog.tools.connections import sqlite_engine
from blog.tools.database import db, is_empty

PROJECT = Path(__file__).resolve().parent.parent.parent.parent / "pyproject.toml"


@dataclass(frozen=True)
class Taken:
    """What has been put in: the rows of each table, the number of files of pictures, and how many were not there."""

    rows: dict[str, int]
    pictures: int
    missing: int


def take(file: Path, *, with_secrets: bool) -> Taken:
    """Write the backup `file`, or nothing. Raises OSError, snapshot.Unusable, or errors of SQLAlchemy or SQLite."""
    if is_empty():
        raise snapshot.Unusable("The database has no tables yet")
    with write_archive(file) as archive, TemporaryDirectory(prefix=".backup-", dir=file.parent) as beside:
        copy = Path(beside) / DATABASE
        with db.engine.connect() as connection:
            before = copying.named_in(connection)
        # First the pictures and then the database: what is deleted meanwhile is in, what is added is fetched below.
        stored = _add_pictures(archive, before)
        click.echo("Copying the database.")
        keys = _copy_database(copy, with_secrets)
        found = snapshot.look_into(copy)
        with sqlite_engine(copy).connect() as connection:
            wanted = copying.named_in(connection)
        stored |= _add_pictures(archive, wanted - before)
        with copy.open("rb") as content:
            archive.add(DATABASE, content)
        if keys is not None:
            archive.add(SECRETS, BytesIO(keys))
        archive.close(_facts(found))
    return Taken(found.rows, len(stored), len(wanted - stored))


def _add_pictures(archive: NewArchive, names: Iterable[str]) -> set[str]:
    """The names of the files that there were, and that are now in `archive`."""
    stored = set()
    with click.progressbar(sorted(names), label="Copying pictures") as bar:
        for name in bar:
            content = copying.read(name)
            if content is not None:
                archive.add(PICTURES + name, BytesIO(content))
                stored.add(name)
    return stored


def _copy_database(copy: Path, with_secrets: bool) -> bytes | None:
    """The keys that belong to the copy, if wanted: the same before and after it, in case they are changed just now."""
    file = Path(current_app.instance_path) / SECRETS
    while True:
        keys = file.read_bytes()
        copy.unlink(missing_ok=True)
        snapshot.take(copy)
        if not with_secrets:
            return None
        if file.read_bytes() == keys:
            return keys


def _facts(found: snapshot.Contents) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"],
        "revision": found.revision,
        "taken_at": now().isoformat(timespec="seconds"),
        "rows": found.rows,
    }
