"""An operator asks whether the installation is in order."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from blog.tools.database import db
from tests.cli.backups import begun, run
from tests.conftest import running_app
from tests.factories import make_picture


def check(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["upkeep", "check"])
    return result.exit_code, result.output


def test_a_good_installation_is_ok_in_every_part(app: Flask) -> None:
    code, output = check(app)
    assert code == 0, output
    assert [line.split(":")[0] for line in output.splitlines()] == [
        "database",
        "migrations",
        "secrets",
        "uploads",
        "leftovers",
        "mail",
        "outbox",
        "counts",
    ]
    assert all(": ok" in line for line in output.splitlines())


def test_tables_behind_the_code_are_named(app: Flask) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    db.session.commit()
    code, output = check(app)
    assert code == 1
    assert re.search(r"migrations: the tables are at older, the code wants \d{4}\. Run: flask db upgrade", output)


def test_keys_that_others_can_read_are_named(app: Flask, instance: Path) -> None:
    (instance / "secrets.toml").chmod(0o644)
    assert check(app) == (1, check(app)[1])
    assert "secrets: others can read it. Run: chmod 600 secrets.toml" in check(app)[1]


@pytest.mark.parametrize("width", [480, 960])
def test_each_file_of_a_picture_that_is_missing_is_counted(app: Flask, instance: Path, width: int) -> None:
    picture = make_picture()
    db.session.commit()
    assert "uploads: ok (2 files of pictures)" in check(app)[1]
    (instance / "uploads" / f"{picture.name}-{width}.webp").unlink()
    code, output = check(app)
    assert code == 1
    assert "uploads: 1 of 2 files of pictures are missing. Restore the folder uploads." in output


def test_a_database_that_can_only_be_read_is_named(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if database_url.startswith("sqlite"):
        url = database_url.replace("///", "///file:") + "?mode=ro&uri=true"
    else:
        url = f"{database_url}&options=-cdefault_transaction_read_only%3Don"
    monkeypatch.setenv("DATABASE_URL", url)
    with running_app() as app:
        code, output = check(app)
    assert code == 1
    assert re.search(r"^database: it cannot be written to: .* read-?only ", output)


@pytest.mark.settings(MAIL_SENDER="news@example.org")
def test_mail_that_nobody_sends_is_named(app: Flask) -> None:
    code, output = check(app)
    assert code == 1
    assert "mail: none is sent, as MAIL_SERVER is empty. Set both MAIL_SERVER and MAIL_SENDER, or neither.\n" in output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_killed_restoration_has_left_is_named(app: Flask, instance: Path, file: Path) -> None:
    make_picture()
    run(app, "backup", file)
    with begun("Replace it?", "restore", file, "--replace") as restoration:
        restoration.kill()
    (left,) = instance.glob(".restore-*")
    code, output = check(app)
    assert code == 1
    assert f"leftovers: a command that was killed may have left {left.name}. Delete that" in output


@pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_PORT=9, MAIL_SENDER="news@example.org")
def test_a_mail_server_that_does_not_answer_is_named(app: Flask) -> None:
    code, output = check(app)
    assert code == 1
    assert "mail: the SMTP server does not take it" in output
