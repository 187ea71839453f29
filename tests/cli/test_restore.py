"""An operator makes an installation out of a backup: on either database, and from one to the other."""

import errno
import os
import re
import resource
import shlex
import signal
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest
from flask import Flask
from sqlalchemy import select, update

from blog.cli.backup import restoring
from blog.comments.models import Comment
from blog.media import storing
from blog.media.models import Picture
from blog.page_cache.versions import NEWSROOM, Version
from blog.settings import SetupError
from blog.tools import connections, outbox, rotating
from blog.tools.crypto import unseal
from blog.tools.database import Base, db
from blog.tools.secret_keys import new_address_key, read_keys, replace_address_keys
from blog.tools.whole_files import whole_file
from blog.web.template_helpers import article_url
from tests.cli.backups import begun, everything, files, remake, run, somebody_writing, stopped
from tests.conftest import make_app, running_app
from tests.factories import make_article, make_comment, make_picture
from tests.newsroom import stock
from tests.plans import rows_planned_for
from tests.rendering import read

Elsewhere = Callable[[str], Path]

# A user who is not root.
NOBODY = 65534


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_becomes_the_same_site_on_either_database(
    app: Flask, instance: Path, file: Path, elsewhere: Elsewhere, target: str
) -> None:
    stock()
    assert run(app, "backup", file, "--with-secrets")[0] == 0
    before, pictures = everything(), files(instance / "uploads")
    folder = elsewhere(target)
    with running_app() as other:
        assert db.engine.dialect.name == target
        code, output = run(other, "restore", file)
        assert code == 0, output
        assert "Restored, and in order." in output
        assert "cannot be read" not in output
        assert everything() == before
        assert files(folder / "uploads") == pictures
        assert run(other, "check")[0] == 0
        if target == "postgresql":
            assert rows_planned_for(Comment) == db.session.query(Comment).count()
    with running_app():
        addresses = db.session.scalars(select(Comment.address_sealed).where(Comment.address_sealed.is_not(None)))
        assert "dara@example.org" in {unseal(address) for address in addresses}
        # New rows get numbers that nothing has yet.
        make_comment(make_article("The day after"), "Written after the restoration.")
        make_picture()
        db.session.commit()


def test_what_waited_to_be_mailed_is_not_mailed_by_the_restored_site(
    app: Flask, file: Path, elsewhere: Elsewhere
) -> None:
    article = make_article()
    own = make_comment(article, wants_replies=True)
    make_comment(article, "A reply.", name="Narges", parent=own)
    outbox.put("dara@example.org", "A subject", "Words.", key="one")
    assert run(app, "backup", file, "--with-secrets")[0] == 0
    elsewhere("sqlite")
    with running_app() as other:
        assert run(other, "restore", file)[0] == 0
        assert outbox.waiting().number == 0
        assert not outbox.put("dara@example.org", "A subject", "Words.", key="one")
        told = select(Comment.name).where(Comment.told_at.is_not(None))
        assert db.session.scalars(told).all() == ["Narges"]


def test_without_its_keys_a_restored_site_says_what_is_missing(
    app: Flask, instance: Path, file: Path, elsewhere: Elsewhere
) -> None:
    make_comment(make_article())
    run(app, "backup", file)
    folder = elsewhere("sqlite")
    with running_app() as other:
        code, output = run(other, "restore", file)
        assert code == 1
        assert "Restored, and in order." in output
        assert "The addresses cannot be read: secrets.toml is not the one that belongs to this backup." in output
    (folder / "secrets.toml").write_bytes((instance / "secrets.toml").read_bytes())
    with running_app() as other:
        code, output = run(other, "restore", file, "--replace", answer="y")
        assert (code, "cannot be read" in output) == (0, False)


def test_what_was_undone_by_the_restoration_is_on_no_page_of_a_site_that_runs(app: Flask, file: Path) -> None:
    path = article_url(article := make_article("As it was"))
    run(app, "backup", file)
    mark = db.session.scalar(select(Version.mark).where(Version.name == NEWSROOM))
    article.headline = "As it was changed to"
    db.session.flush()
    # As for a page that was begun before the change and read after it.
    db.session.execute(update(Version).where(Version.name == NEWSROOM).values(mark=mark))
    assert b"As it was changed to" in read(app, path).body
    assert run(app, "restore", file, "--replace", answer="y")[0] == 0
    assert b"As it was changed to" not in read(app, path).body


def test_restored_keys_leave_the_former_ones_beside(
    app: Flask, instance: Path, file: Path, elsewhere: Elsewhere
) -> None:
    make_comment(make_article())
    run(app, "backup", file, "--with-secrets")
    folder = elsewhere("sqlite")
    keys, former = folder / "secrets.toml", set()
    with running_app() as other:
        if os.geteuid() == 0:
            # Root restores for the user that the site runs as.
            os.chown(keys, NOBODY, NOBODY)
        owner = keys.stat().st_uid
        # Once more after a change of keys: those that were replaced first are still there.
        for again in ((), ("--replace",)):
            former.add(keys.read_bytes())
            assert run(other, "restore", file, *again, answer="y\n")[0] == 0
            assert keys.read_bytes() == (instance / "secrets.toml").read_bytes()
            replace_address_keys(read_keys(keys), [new_address_key()])
    beside = list(folder.glob("secrets.toml.former-*"))
    assert {one.read_bytes() for one in beside} == former
    for one in (keys, *beside):
        assert (stat.S_IMODE(one.stat().st_mode), one.stat().st_uid) == (0o600, owner)


def test_a_picture_without_a_file_is_named_and_the_rest_restored(
    app: Flask, instance: Path, file: Path, elsewhere: Elsewhere
) -> None:
    gone, kept = make_picture().name, make_picture().name
    (instance / "uploads" / f"{gone}-480.webp").unlink()
    code, output = run(app, "backup", file)
    assert (code, "Error: 1 files of pictures are missing in it. See: flask upkeep check" in output) == (1, True)
    elsewhere("sqlite")
    with running_app() as other:
        code, output = run(other, "restore", file)
        assert code == 0
        assert "1 files of pictures were missing when the backup was made." in output
        assert storing.read(kept, 960)


def test_a_site_in_use_is_replaced_only_when_told_and_asked(app: Flask, instance: Path, file: Path) -> None:
    make_picture()
    make_comment(make_article())
    run(app, "backup", file)
    before, pictures = everything(), files(instance / "uploads")
    make_comment(make_article("A later article"), "A later comment")
    make_picture()
    db.session.commit()
    later, later_pictures = everything(), files(instance / "uploads")

    code, output = run(app, "restore", file)
    assert (code, "The database is in use or damaged; nothing was changed." in output) == (1, True)
    code, output = run(app, "restore", file, "--replace", answer="n\n")
    assert (code, "Replace it?" in output) == (1, True)
    assert (everything(), files(instance / "uploads")) == (later, later_pictures)

    code, output = run(app, "restore", file, "--replace", answer="y\n")
    assert code == 0, output
    assert (everything(), files(instance / "uploads")) == (before, pictures)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing of it left": lambda content: os.urandom(len(content)),
    "cut off": lambda content: content[: len(content) // 2],
    "its first page gone": lambda content: content[:100] + bytes(3996) + content[4096:],
    "another file": lambda content: b"Dear newsroom,\n" * 100,
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_database_is_replaced_and_kept(app: Flask, instance: Path, file: Path) -> None:
    make_comment(make_article())
    make_picture()
    run(app, "backup", file)
    before, database = everything(), instance / "blog.sqlite3"
    for kind, damage in DAMAGES.items():
        _close_connections()
        damaged = damage(database.read_bytes())
        database.write_bytes(damaged)
        if os.geteuid() == 0:
            os.chown(database, NOBODY, NOBODY)

        code, output = run(app, "restore", file)
        assert (code, "The database is in use or damaged; nothing was changed." in output) == (1, True), kind
        assert database.read_bytes() == damaged, kind
        former = database.stat()
        code, output = run(app, "restore", file, "--replace", answer="y\n")
        assert code == 0, (kind, output)
        assert "Restored, and in order." in output
        assert everything() == before
        assert (database.stat().st_uid, database.stat().st_mode) == (former.st_uid, former.st_mode)
        kept = next(line for line in output.splitlines() if line.startswith("The damaged database is kept as "))
        assert Path(kept.split()[-1]).read_bytes() == damaged, kind


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("damage", [None, "session_key = "])
def test_keys_that_are_gone_are_got_out_of_the_backup_as_the_site_says(
    app: Flask, instance: Path, file: Path, damage: str | None
) -> None:
    run(app, "backup", file, "--with-secrets")
    keys = instance / "secrets.toml"
    before = keys.read_bytes()
    keys.unlink()
    if damage is not None:
        keys.write_text(damage)
    with pytest.raises(SetupError) as refused:
        make_app()
    command = refused.value.message.rpartition(" has one: ")[2]
    subprocess.run(shlex.split(command.replace("BACKUP", str(file))), check=True)
    assert keys.read_bytes() == before
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_an_older_backup_is_brought_up_to_date(app: Flask, file: Path, tmp_path: Path, elsewhere: Elsewhere) -> None:
    run(app, "backup", file)
    older = tmp_path / "older.tar"
    remake(file, older, _undo_all_migrations)
    elsewhere("sqlite")
    with running_app() as other:
        code, output = run(other, "restore", older)
        assert code == 0, output
        assert run(other, "check")[0] == 0


def test_a_newer_backup_is_refused(app: Flask, file: Path, tmp_path: Path, elsewhere: Elsewhere) -> None:
    run(app, "backup", file)
    newer = tmp_path / "newer.tar"
    remake(file, newer, lambda database: database.execute("UPDATE alembic_version SET version_num = '9999'"))
    elsewhere("sqlite")
    with running_app() as other:
        code, output = run(other, "restore", newer)
        assert code == 1
        assert "The tables are those of a newer version than this one. Nothing was changed." in output


def test_what_the_database_does_not_take_changes_nothing(
    app: Flask, instance: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_comment(make_article())
    make_picture()
    run(app, "backup", file)
    storing.discard(db.session.scalars(select(Picture)).one())
    db.session.commit()
    before = everything()
    # To PostgreSQL, 0 would be for ever.
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 1)
    _close_connections()
    with somebody_writing():
        code, output = run(app, "restore", file, "--replace", answer="y\n")
    assert code == 1
    assert re.search(r"The database reported an error: .*lock.*\. Nothing was changed\.", output)
    assert everything() == before
    assert files(instance / "uploads") == {}


def test_who_changes_the_keys_or_restores_is_alone_with_them(app: Flask, instance: Path, file: Path) -> None:
    make_comment(make_article())
    run(app, "backup", file, "--with-secrets")
    keys = instance / "secrets.toml"
    sentence = "Error: The keys are changed, or a backup restored, by somebody else at this moment"
    going = rotating.rotate()
    next(going)
    before = keys.read_bytes()
    code, output = run(app, "restore", file, "--replace", answer="y\n")
    assert (code, output) == (1, f"{sentence}. Nothing was changed.\n")
    assert keys.read_bytes() == before
    list(going)
    before = keys.read_bytes()
    with begun("Replace it?", "restore", file, "--replace") as restoration:
        for command in (("restore", file, "--replace"), ("rotate-keys",)):
            code, output = run(app, *command, answer="y\n")
            assert (code, output.splitlines()[-1].startswith(sentence)) == (1, True), output
        assert keys.read_bytes() == before
        assert "Restored, and in order." in restoration.communicate("y\n")[0]
    assert keys.read_bytes() != before


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_told_to_stop_it_leaves_no_copy_behind(app: Flask, instance: Path, file: Path, told: signal.Signals) -> None:
    make_comment(make_article())
    run(app, "backup", file, "--with-secrets")
    before = everything(), {one.name for one in instance.iterdir()}
    with begun("Replace it?", "restore", file, "--replace") as restoration:
        assert list(instance.glob(".restore-*"))
        assert stopped(restoration, told) == 1
    assert (everything(), {one.name for one in instance.iterdir()}) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_there_is_no_room_the_place_is_named_and_not_the_backup(app: Flask, instance: Path, file: Path) -> None:
    run(app, "backup", file)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    # What is larger cannot be written: as on a full disk, the system does not say where.
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, most[1]))
    try:
        code, output = run(app, "restore", file, "--replace")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    last = output.splitlines()[-1]
    assert (code, last.startswith(f"Error: {instance}/.restore-")) == (1, True), last
    assert last.endswith(": File too large. Nothing was changed.")


def test_keys_that_cannot_be_written_are_not_said_to_have_changed_nothing(
    app: Flask, file: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_comment(make_article())
    run(app, "backup", file, "--with-secrets")
    before = everything()
    elsewhere("sqlite")
    with running_app() as other:
        with monkeypatch.context() as disk:
            disk.setattr(restoring, "whole_file", _disk_full_at_the_end)
            code, output = run(other, "restore", file)
        assert everything() == before
        assert code == 1
        assert "No space left on device. The database was replaced, but not all that belongs to it" in output
        assert "othing was changed" not in output
        code, output = run(other, "restore", file, "--replace", answer="y\n")
        assert (code, "cannot be read" in output) == (0, False)


def _close_connections() -> None:
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def _disk_full_at_the_end(file: Path, mode: int) -> AbstractContextManager[BinaryIO]:
    if file.parent.name.startswith(".restore-"):
        return whole_file(file, mode)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))


def _undo_all_migrations(database: sqlite3.Connection) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        database.execute(f'DROP TABLE "{table.name}"')
    database.execute("DELETE FROM alembic_version")
