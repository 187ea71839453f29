"""The keys of an installation are made once, kept from others, and never replaced behind its back."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import flask_migrate
import pytest

from blog import create_app
from blog.settings import INSTANCE_VARIABLE, SetupError
from blog.tools import database
from blog.tools.database import db
from blog.tools.secret_keys import make_keys, read_keys

# A user who is not root.
NOBODY = 65534


@pytest.fixture
def started(instance: Path) -> Path:
    """An instance that has been started before, with tables."""
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    return instance / "secrets.toml"


def test_the_first_start_makes_keys_that_only_their_owner_can_read(instance: Path) -> None:
    file = instance / "secrets.toml"
    file.unlink()
    create_app()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(instance.glob(".secrets*")) == []


def test_of_two_first_starts_at_once_both_have_the_same_keys(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = instance / "secrets.toml"
    file.unlink()

    def is_empty() -> bool:
        # Before this one has looked, the other one has made keys.
        make_keys(file)
        return True

    monkeypatch.setattr(database, "is_empty", is_empty)
    assert create_app().config["SECRET_KEYS"] == read_keys(file)


def test_the_second_start_keeps_them(started: Path) -> None:
    before = started.read_bytes()
    create_app()
    assert started.read_bytes() == before


def test_missing_keys_over_a_database_in_use_stop_the_site_with_advice(started: Path) -> None:
    started.unlink()
    with pytest.raises(SetupError, match=r"secrets.toml is missing, but the database is in use. Put back the copy"):
        create_app()
    assert not started.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_keys_of_another_user_are_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv(INSTANCE_VARIABLE, folder)
        create_app()
        os.seteuid(NOBODY)
        try:
            with pytest.raises(SetupError, match=r"may not be read by the user that runs this\. As root, give"):
                create_app()
        finally:
            os.seteuid(0)


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "session_key = ",
        "\x00\xff",
        'session_key = "short"\naddress_keys = ["x"]\nindex_key = "short"',
        f'session_key = "{"a" * 40}"\naddress_keys = []\nindex_key = "{"b" * 40}"',
        f'session_key = "{"a" * 40}"\naddress_keys = ["not a key"]\nindex_key = "{"b" * 40}"',
        f'session_key = "{"a" * 40}"\naddress_keys = 7\nindex_key = "{"b" * 40}"',
        f'session_key = 7\naddress_keys = ["x"]\nindex_key = "{"b" * 40}"',
    ],
)
def test_damaged_keys_stop_the_site_and_stay_as_they_are(started: Path, damage: str) -> None:
    started.write_text(damage, encoding="latin-1")
    before = started.read_bytes()
    with pytest.raises(SetupError, match=r"secrets.toml is damaged"):
        create_app()
    assert started.read_bytes() == before
