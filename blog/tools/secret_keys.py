"""The keys of one installation: made once, on the first start, and never again over an existing database."""

import os
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.fernet import Fernet

from blog.tools.whole_files import whole_file


@dataclass(frozen=True)
class SecretKeys:
    """What `secrets.toml` holds. `address_keys` are Fernet keys, the newest first: it encrypts, all decrypt."""

    session_key: str
    address_keys: tuple[str, ...]
    index_key: str
    # The file that they were read from, and what it was like then: another file of that name has another state.
    file: Path
    state: tuple[int, ...]


class KeysMissing(Exception):
    """There is no file of keys."""


class KeysDamaged(Exception):
    """The file of keys cannot be read, or a key in it cannot be used; the message says which."""


def read_keys(file: Path) -> SecretKeys:
    """The keys in `file`. Raises KeysMissing or KeysDamaged, and PermissionError where they are somebody else's."""
    try:
        # First the state: a file that is replaced in between is read again.
        state = _state(file)
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        keys = SecretKeys(table["session_key"], tuple(table["address_keys"]), table["index_key"], file, state)
        _check(keys)
    except FileNotFoundError as error:
        raise KeysMissing from error
    except PermissionError:
        raise
    except KeyError as error:
        raise KeysDamaged(f"{error.args[0]} is not in it") from error
    except (OSError, ValueError, TypeError) as error:
        raise KeysDamaged(str(error)) from error
    return keys


def renewed(keys: SecretKeys) -> SecretKeys:
    """`keys`, or those that stand in their file by now; the address keys known before still decrypt.

    As long as the file is away or damaged, `keys` stay as they are.
    """
    try:
        if _state(keys.file) == keys.state:
            return keys
        present = read_keys(keys.file)
    except (OSError, KeysMissing, KeysDamaged):
        return keys
    # What was read from the database before the old key was dropped may be unsealed only now.
    former = tuple(key for key in keys.address_keys if key not in present.address_keys)
    return replace(present, address_keys=present.address_keys + former)


def new_address_key() -> str:
    """A key that is in no file yet."""
    return Fernet.generate_key().decode()


def replace_address_keys(keys: SecretKeys, address_keys: Sequence[str]) -> SecretKeys:
    """`keys` with other address keys, in their file as well: whole or not at all, also after a power loss."""
    owner = keys.file.stat()
    with whole_file(keys.file, 0o600) as out:
        # Run by root, it stays with the user that the site runs as.
        os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
        out.write(_text(keys.session_key, address_keys, keys.index_key).encode())
    return read_keys(keys.file)


def make_keys(file: Path) -> None:
    """New keys in `file`, readable by its owner alone. Raises FileExistsError rather than replace a file."""
    text = _text(secrets.token_urlsafe(32), [new_address_key()], secrets.token_urlsafe(32))
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


def _text(session_key: str, address_keys: Sequence[str], index_key: str) -> str:
    listed = ", ".join(f'"{key}"' for key in address_keys)
    return (
        "# The keys of this installation. Keep a copy apart from the database: without them the sessions,\n"
        "# the signed links and the addresses of commenters cannot be read.\n"
        f'session_key = "{session_key}"\n'
        f"address_keys = [{listed}]\n"
        f'index_key = "{index_key}"\n'
    )


def _state(file: Path) -> tuple[int, ...]:
    seen = file.stat()
    return seen.st_mtime_ns, seen.st_ino, seen.st_size


def _check(keys: SecretKeys) -> None:
    if len(keys.session_key) < 32 or len(keys.index_key) < 32:
        raise ValueError("a key in it is too short")
    if not keys.address_keys:
        raise ValueError("address_keys is empty")
    for key in keys.address_keys:
        Fernet(key)
