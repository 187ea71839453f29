"""What is not an intact backup is refused with one clear sentence, and nothing is changed."""

import gzip
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from blog.tools.archive import write_archive
from blog.tools.database import db
from tests.cli.backups import everything, files, parts, remake, run
from tests.factories import make_article, make_comment, make_picture

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Spoil = Callable[[bytes], bytes]


def refused(app: Flask, instance: Path, file: Path) -> str:
    """What `restore` says of `file`, for which it changes nothing."""
    before, there = everything(), _kept(instance)
    code, output = run(app, "restore", file, "--replace", answer="y\n")
    assert code == 1, output
    assert (everything(), _kept(instance)) == (before, there)
    last = output.splitlines()[-1]
    assert last.startswith("Error: ")
    assert last.endswith("Nothing was changed.")
    assert "Traceback" not in output
    return last


@pytest.fixture
def made(app: Flask, instance: Path, file: Path) -> Path:
    """A good backup; since then a picture has been added."""
    make_picture()
    make_comment(make_article())
    assert run(app, "backup", file, "--with-secrets")[0] == 0
    make_picture()
    db.session.commit()
    return file


def test_a_backup_that_breaks_off(app: Flask, instance: Path, made: Path) -> None:
    content = made.read_bytes()
    for share in (0, 0.001, 0.05, 0.3, 0.6, 0.9):
        made.write_bytes(content[: int(len(content) * share)])
        refused(app, instance, made)


def test_a_backup_with_any_part_changed(app: Flask, instance: Path, made: Path) -> None:
    content = made.read_bytes()
    with tarfile.open(made) as tar:
        places = {entry.name: entry.offset_data + entry.size // 2 for entry in tar}
    assert len(places) == 5
    for name, place in places.items():
        made.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert "is damaged" in refused(app, instance, made) or name == "manifest.json"


def _entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


FOREIGN: dict[str, Spoil] = {
    "a text": lambda content: b"Dear newsroom,\n" * 100,
    "zeros": lambda content: bytes(20_000),
    "a compressed backup": gzip.compress,
    "a database": lambda content: b"SQLite format 3\0" + bytes(8192),
}


def test_a_file_of_another_kind(app: Flask, instance: Path, made: Path) -> None:
    content = made.read_bytes()
    for kind, spoil in FOREIGN.items():
        made.write_bytes(spoil(content))
        assert "is not a backup" in refused(app, instance, made), kind


def test_a_file_that_is_not_there(app: Flask, instance: Path, tmp_path: Path) -> None:
    assert "No such file" in refused(app, instance, tmp_path / "nothing.tar")


def test_an_archive_of_somebody_else(app: Flask, instance: Path, made: Path) -> None:
    with write_archive(made) as archive:
        archive.add("database.sqlite3", BytesIO(b"x"))
        archive.close({"format": "another 1"})
    assert "is not a backup of this software" in refused(app, instance, made)


NONSENSE = [b"[]", b"nonsense", b'{"parts": []}', b'{"parts": {"a": 7}}', b"[" * 100_000, b"{}", b'"\xff"']


def test_a_list_of_parts_that_is_nonsense(app: Flask, instance: Path, made: Path) -> None:
    content = parts(made)
    for facts in NONSENSE:
        with tarfile.open(made, "w") as tar:
            for name, part in (content | {"manifest.json": facts}).items():
                _add(tar, tarfile.TarInfo(name), part)
        assert "its list of parts cannot be read" in refused(app, instance, made), facts[:20]


PICTURE = f"uploads/{'a' * 32}-480.webp"
HOSTILE = {
    "an absolute path": _entry("/etc/cron.d/now"),
    "a path out of the folder": _entry("../../outside.webp"),
    "a hidden path out of the folder": _entry("uploads/../../outside.webp"),
    "a symbolic link": _entry(PICTURE, tarfile.SYMTYPE, "/etc/passwd"),
    "a symbolic link in place of the uploads": _entry("uploads", tarfile.SYMTYPE, "/etc"),
    "a hard link": _entry(PICTURE, tarfile.LNKTYPE, "secrets.toml"),
    "a device": _entry(PICTURE, tarfile.CHRTYPE),
    "a pipe": _entry(PICTURE, tarfile.FIFOTYPE),
    "a folder": _entry("uploads", tarfile.DIRTYPE),
    "a file with holes": _entry(PICTURE, tarfile.GNUTYPE_SPARSE),
    "a second database": _entry("database.sqlite3"),
    "a file that nobody knows": _entry("settings.toml"),
    "a picture of another kind": _entry("uploads/page.html"),
}


def test_an_archive_with_what_has_no_place_in_it(app: Flask, instance: Path, made: Path, tmp_path: Path) -> None:
    content = parts(made)
    for what, entry in HOSTILE.items():
        with tarfile.open(made, "w") as tar:
            _add(tar, entry, b"hostile")
            for name, part in content.items():
                _add(tar, tarfile.TarInfo(name), part)
        assert "is not a backup of this software" in refused(app, instance, made), what
    assert not list(tmp_path.rglob("*outside*"))


def test_a_database_whose_rows_do_not_fit_together(app: Flask, instance: Path, made: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.tar"
    remake(made, altered, lambda database: database.execute("UPDATE comments SET article_id = 99"))
    assert "The rows of the database do not fit together" in refused(app, instance, altered)


def test_a_database_that_is_none(app: Flask, instance: Path, made: Path) -> None:
    content = parts(made)
    with write_archive(made) as archive:
        archive.add("database.sqlite3", BytesIO(b"SQLite format 3\0" + content["database.sqlite3"][3000:]))
        archive.close({"format": "meridian backup 1"})
    assert "database" in refused(app, instance, made)


def test_keys_that_are_none(app: Flask, instance: Path, made: Path) -> None:
    content = parts(made)
    with write_archive(made) as archive:
        archive.add("database.sqlite3", BytesIO(content["database.sqlite3"]))
        archive.add("secrets.toml", BytesIO(b"session_key = 1"))
        archive.close({"format": "meridian backup 1"})
    assert "in secrets.toml" in refused(app, instance, made)


def _kept(instance: Path) -> dict[str, bytes]:
    return {name: content for name, content in files(instance).items() if "sqlite3" not in name}


def _add(tar: tarfile.TarFile, entry: tarfile.TarInfo, content: bytes) -> None:
    entry.size = len(content) if entry.type in (tarfile.REGTYPE, tarfile.GNUTYPE_SPARSE) else 0
    tar.addfile(entry, BytesIO(content))
