"""An operator changes the key of what is sealed."""

from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask

from blog.tools.database import db
from blog.tools.rotating import rotate
from blog.tools.secret_keys import make_keys, read_keys
from tests.conftest import running_app
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


def foreign_keys(instance: Path) -> Path:
    """The keys of another installation, put in place of those of this one."""
    file = instance / "secrets.toml"
    file.unlink()
    make_keys(file)
    return file


def test_with_the_keys_of_another_installation_none_is_changed(app: Flask, instance: Path) -> None:
    make_comment(make_article())
    db.session.commit()
    file = foreign_keys(instance)
    before = file.read_bytes()
    with running_app() as other:
        code, output = run(other, "rotate-keys")
    assert (code, "None of the addresses can be read: secrets.toml is not the one" in output) == (1, True)
    assert file.read_bytes() == before


def test_with_the_keys_of_another_installation_the_secrets_are_not_in_order(app: Flask, instance: Path) -> None:
    make_comment(make_article())
    foreign_keys(instance)
    # One that was written since can be read.
    make_comment(make_article("The day after"))
    code, output = run(app, "check")
    assert (code, "secrets: the addresses cannot be read: it is not the one" in output) == (1, True)


def test_a_value_that_no_key_fits_is_told_as_a_failure(app: Flask) -> None:
    foreign = Fernet(Fernet.generate_key()).encrypt(b"x")
    make_comment(make_article())
    make_comment(make_article("The day after"), address_sealed=foreign)
    code, output = run(app, "rotate-keys")
    assert (code, output.splitlines()[-1]) == (1, "Error: Fitted by no key and left as they are: 1 values.")
