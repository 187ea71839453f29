"""An operator makes a backup."""

import json
import os
import re
import signal
import stat
import tarfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from blog.tools.database import db
from tests.cli.backups import begun, files, parts, run, stopped
from tests.factories import make_article, make_comment, make_picture


def test_keys_are_in_a_backup_only_when_asked_for(app: Flask, instance: Path, file: Path, tmp_path: Path) -> None:
    make_comment(make_article())
    keys, full = (instance / "secrets.toml").read_bytes(), tmp_path / "full.tar"
    code, output = run(app, "backup", file)
    assert code == 0
    assert "secrets.toml is not in it. Without a copy of that file" in output
    assert keys not in file.read_bytes()
    code, output = run(app, "backup", full, "--with-secrets")
    assert code == 0
    assert "secrets.toml is in it" in output
    assert parts(full)["secrets.toml"] == keys
    for made in (file, full):
        assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_backup_says_what_it_is(app: Flask, file: Path) -> None:
    make_comment(make_article())
    make_picture()
    code, output = run(app, "backup", file)
    assert code == 0
    assert f"{file} holds 1 articles, 1 comments, 1 accounts, 2 files of pictures." in output
    manifest = json.loads(parts(file)["manifest.json"])
    assert sorted(name.partition("/")[0] for name in manifest["parts"]) == ["database.sqlite3", "uploads", "uploads"]
    assert manifest["revision"] == db.session.scalar(text("SELECT version_num FROM alembic_version"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", manifest["taken_at"])
    assert (manifest["rows"]["articles"], manifest["rows"]["comments"]) == (1, 1)
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])


def test_a_backup_replaces_an_earlier_one_only_when_told_to(app: Flask, file: Path) -> None:
    assert run(app, "backup", file)[0] == 0
    make_comment(make_article())
    before = file.read_bytes()
    code, output = run(app, "backup", file)
    assert (code, file.read_bytes()) == (1, before)
    assert "is there already" in output
    assert run(app, "backup", file, "--overwrite")[0] == 0
    assert "holds 1 articles" in run(app, "backup", file, "--overwrite")[1]


def test_a_backup_never_replaces_what_is_none(app: Flask, instance: Path, file: Path, tmp_path: Path) -> None:
    file.write_text("something else")
    os.mkfifo(tmp_path / "pipe")
    with tarfile.open(tmp_path / "a tar", "w") as other:
        other.add(file, "notes.txt")
    (instance / "blog.sqlite3").touch()
    before = files(instance), files(tmp_path)
    for place in (file, tmp_path / "pipe", tmp_path / "a tar", instance / "secrets.toml", instance / "blog.sqlite3"):
        code, output = run(app, "backup", "--overwrite", place)
        assert code == 1, output
        assert output.startswith(f"Error: {place} is not a ")
        assert output.endswith("Only a backup is replaced; nothing was changed.\n")
    assert (files(instance), files(tmp_path)) == before
    assert (tmp_path / "pipe").is_fifo()


def test_a_backup_does_not_go_to_the_output(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run(app, "backup", "-")
    assert (code, output) == (1, "Error: A backup does not go to the output. Name a file.\n")
    assert list(tmp_path.iterdir()) == []


def test_where_no_backup_can_be_written_one_sentence_says_so(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    for place in (tmp_path / "nowhere" / "backup.tar", tmp_path / "a file" / "backup.tar"):
        code, output = run(app, "backup", place)
        assert code == 1
        assert output.startswith(f"Error: {place.parent}: No")
        assert output.endswith("directory. No backup was made.\n")


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_told_to_stop_it_leaves_no_copy_behind(
    app: Flask, instance: Path, tmp_path: Path, told: signal.Signals
) -> None:
    picture = instance / "uploads" / f"{make_picture().name}-480.webp"
    picture.unlink()
    # Who reads it waits for ever.
    os.mkfifo(picture)
    folder = tmp_path / "backups"
    folder.mkdir()
    with begun("Copying pictures", "backup", folder / "backup.tar") as taking:
        assert len(list(folder.iterdir())) == 2
        assert stopped(taking, told) == 1
        assert taking.stdout
        assert taking.stdout.read().endswith("Error: Stopped. No backup was made.\n")
    assert list(folder.iterdir()) == []


def test_of_what_was_never_started_there_is_no_backup(app: Flask, file: Path) -> None:
    with db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            table.drop(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    code, output = run(app, "backup", file)
    assert (code, output.splitlines()[-1]) == (1, "Error: The database has no tables yet. No backup was made.")
    assert list(file.parent.glob("*backup*")) == []
