"""Make an installation what a backup says: everything is looked at first, then changed in one step."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from cryptography.fernet import InvalidToken
from flask import current_app
from sqlalchemy import select

from blog.cli.backup.parts import DATABASE, PICTURES, SECRETS, opened
from blog.cli.backup.stopping import unstoppable
from blog.comments import mailing, posting
from blog.comments.models import Comment
from blog.media import copying
from blog.page_cache.versions import NEWSROOM, raise_mark
from blog.tools import snapshot
from blog.tools.archive import Archive, Facts, Unreadable
from blog.tools.clock import now
from blog.tools.connections import sqlite_engine
from blog.tools.crypto import unseal
from blog.tools.database import db
from blog.tools.secret_keys import KeysDamaged, read_keys
from blog.tools.whole_files import whole_file


@dataclass(frozen=True)
class Backup:
    """A backup that has been looked at, all of it: its archive, and its database, up to date, in a file beside."""

    archive: Archive
    database: Path
    pictures: set[str]

    @property
    def facts(self) -> Facts:
        return self.archive.facts

    @property
    def with_secrets(self) -> bool:
        return SECRETS in self.archive.names


@contextmanager
def verified(file: Path) -> Iterator[Backup]:
    """The backup in `file`. Nothing has been changed by then.

    Raises Unreadable or snapshot.Unusable, and alembic's CommandError for a backup of a newer version.
    """
    with (
        opened(file) as archive,
        TemporaryDirectory(prefix=".restore-", dir=current_app.instance_path) as beside,
    ):
        with click.progressbar(length=archive.size(), label="Checking the backup") as bar:
            for size in archive.verify():
                bar.update(size)
        database = Path(beside) / DATABASE
        _copy_out(archive, DATABASE, database)
        _check_keys(archive, Path(beside) / SECRETS)
        found = snapshot.look_into(database)
        _check_facts(archive.facts, found)
        snapshot.bring_up_to_date(database)
        with sqlite_engine(database).begin() as connection:
            mailing.call_off(connection)
            # None that a page has been made of here, whatever came after it and is undone now.
            raise_mark(NEWSROOM, connection)
            pictures = copying.named_in(connection)
        yield Backup(archive, database, pictures)


def bring_back(backup: Backup) -> None:
    """Put the pictures and the database of `backup` in place. On any error the installation is as it was."""
    added: set[str] = set()
    try:
        # Before the database: a picture that no row names harms nobody, a row without its picture would be seen.
        with click.progressbar(sorted(backup.pictures & _pictures_in(backup)), label="Copying pictures") as bar:
            for name in bar:
                with backup.archive.open(PICTURES + name) as content:
                    if copying.put_back(name, content.read()):
                        added.add(name)
        click.echo("Putting the database in place.")
        # Told to stop just as it is done, it would say and do as if nothing had been changed.
        with unstoppable():
            damaged = snapshot.put_back(backup.database)
        if damaged:
            click.echo(f"The damaged database is kept as {damaged}")
    except BaseException:
        copying.remove(added)
        raise


def finish(backup: Backup) -> None:
    """Let what stands beside the database be that of `backup` too: no other pictures, and its keys if it has them."""
    copying.remove(copying.all_present() - backup.pictures)
    if backup.with_secrets:
        _put_secrets_in_place(backup.archive)


def missing_pictures(backup: Backup) -> int:
    """How many files of pictures the backup has not, though its database names them."""
    return len(backup.pictures - _pictures_in(backup))


def keys_fit(most: int | None = None) -> bool:
    """Whether the addresses in the database can be read and found with the keys of this installation.

    Where `most` is given, as many of the first are looked at and as many of the last.
    """
    keys = read_keys(Path(current_app.instance_path) / SECRETS)
    current_app.config["SECRET_KEYS"] = keys
    sealed = select(Comment.address_sealed, Comment.address_index).where(Comment.address_sealed.is_not(None))
    ends = [Comment.id] if most is None else [Comment.id, Comment.id.desc()]
    try:
        return all(
            posting.address_index(unseal(row[0] or b"")) == row[1]
            for end in ends
            for row in db.session.execute(sealed.order_by(end).limit(most))
        )
    except InvalidToken:
        return False


def _pictures_in(backup: Backup) -> set[str]:
    return {name.removeprefix(PICTURES) for name in backup.archive.names if name.startswith(PICTURES)}


def _copy_out(archive: Archive, name: str, file: Path) -> None:
    with archive.open(name) as content, whole_file(file, mode=0o600) as out:
        shutil.copyfileobj(content, out)


def _check_keys(archive: Archive, file: Path) -> None:
    if SECRETS in archive.names:
        _copy_out(archive, SECRETS, file)
        try:
            read_keys(file)
        except KeysDamaged as error:
            raise Unreadable(f"is damaged: in {SECRETS}, {error}") from error


def _check_facts(facts: Facts, found: snapshot.Contents) -> None:
    try:
        datetime.fromisoformat(facts["taken_at"])
    except (KeyError, TypeError, ValueError):
        raise Unreadable("is damaged: it does not say of when it is") from None
    if (found.revision, found.rows) != (facts.get("revision"), facts.get("rows")):
        raise Unreadable("is damaged: its database is not the one of its list")


def _put_secrets_in_place(archive: Archive) -> None:
    """Write the keys of the backup, and keep those of before under another name: older backups may need them."""
    file = Path(current_app.instance_path) / SECRETS
    # A name of its own each time, so that no restoration costs the keys that an earlier one has put aside.
    beside = file.with_name(f"{SECRETS}.former-{now():%Y%m%dT%H%M%S%f}")
    with archive.open(SECRETS) as content:
        keys, former, owner = content.read(), file.read_bytes(), file.stat()
    if keys != former:
        for place, text in ((beside, former), (file, keys)):
            with whole_file(place, mode=0o600) as out:
                # Run by root, they stay with the user that the site runs as.
                os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
                out.write(text)
