"""The keys of one installation: made once, on the first start, and never again over an existing database."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True)
class SecretKeys:
    """What `secrets.toml` holds. `address_keys` are Fernet keys, the newest first: it encrypts, all decrypt."""

    session_key: str
    address_keys: tuple[str, ...]
    index_key: str


class KeysMissing(Exception):
    """There is no file of keys."""


class KeysDamaged(Exception):
    """The file of keys cannot be read, or a key in it cannot be used; the message says which."""


def read_keys(file: Path) -> SecretKeys:
    """The keys in `file`. Raises KeysMissing or KeysDamaged."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        keys = SecretKeys(table["session_key"], tuple(table["address_keys"]), table["index_key"])
        _check(keys)
    except FileNotFoundError as error:
        raise KeysMissing from error
    except KeyError as error:
        raise KeysDamaged(f"{error.args[0]} is not in it") from error
    except (OSError, ValueError, TypeError) as error:
        raise KeysDamaged(str(error)) from error
    return keys


def make_keys(file: Path) -> None:
    """New keys in `file`, readable by its owner alone. Raises FileExistsError rather than replace a file."""
    text = (
        "# The keys of this installation. Keep a copy apart from the database: without them the sessions,\n"
        "# the signed links and the addresses of commenters cannot be read.\n"
        f'session_key = "{secrets.token_urlsafe(32)}"\n'
        f'address_keys = ["{Fernet.generate_key().decode()}"]\n'
        f'index_key = "{secrets.token_urlsafe(32)}"\n'
    )
    # Written whole under another name and then linked: a reader sees all of it or nothing, and of two first
    # starts at the same time one wins.
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    finally:
        draft.unlink()


def _check(keys: SecretKeys) -> None:
    if len(keys.session_key) < 32 or len(keys.index_key) < 32:
        raise ValueError("a key in it is too short")
    if not keys.address_keys:
        raise ValueError("address_keys is empty")
    for key in keys.address_keys:
        Fernet(key)
