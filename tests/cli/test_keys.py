"""An operator changes the key of what is sealed."""

from pathlib import Path

from flask import Flask

from blog.tools.database import db
from blog.tools.rotating import rotate
from blog.tools.secret_keys import read_keys
from tests.factories import make_article, make_comment


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["upkeep", *arguments])
    return result.exit_code, result.output


def test_it_says_what_it_did_and_what_to_keep(app: Flask, instance: Path) -> None:
    make_comment(make_article())
    before = read_keys(instance / "secrets.toml").address_keys
    code, output = run(app, "rotate-keys")
    assert code == 0, output
    assert "Sealed with the new key: 1 values. The old key is dropped." in output
    assert "Keep a copy of the new secrets.toml" in output
    after = read_keys(instance / "secrets.toml").address_keys
    assert [key for key in before + after if key in output] == []


def test_what_was_broken_off_is_noticed(app: Flask) -> None:
    going = rotate()
    next(going)
    code, output = run(app, "rotate-keys")
    assert (code, "by somebody else at this moment" in output) == (1, True)
    going.close()
    assert "secrets: a change of keys has not come to its end. Run: flask upkeep rotate-keys" in run(app, "check")[1]
    assert run(app, "rotate-keys")[0] == 0
    assert "secrets: ok" in run(app, "check")[1]
