"""A new key for what is sealed, while the site runs: what was sealed with the old one is sealed anew.

1. The file of keys gets a new key beside the old one. From then on every worker seals with it, and reads with both.
2. Whoever was writing at that moment is waited for. What they stored may be sealed with the old key; what anybody
   stores from now on is not, because it is looked at once more when it is in the database (`look_again`).
3. All that is sealed with the old key is sealed with the new one.
4. The old key is dropped.

At every moment each value can be read with a key that stands in the file, so it may be broken off anywhere; run again,
it goes on with the key that it finds. The index key stays: links that commenters have been given, and what tells two
equal replies, are made with it and cannot be made anew.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from flask import current_app
from sqlalchemy import Column, Connection, event, func, inspect, select, text, update
from sqlalchemy.orm import Session

from blog.tools.crypto import is_newest, seal, unseal, unsealed
from blog.tools.database import APART, Base, Sealed, db
from blog.tools.secret_keys import new_address_key, read_keys, replace_address_keys

# Values in one transaction: on SQLite nobody else can write meanwhile.
BATCH = 200


class NotAlone(Exception):
    """Somebody else is at the keys of this installation; the message says so."""


class NoKeyFits(Exception):
    """Not one of the sealed values can be read: the keys are those of another installation."""


@dataclass(frozen=True)
class Step:
    """What one step has done: values looked at, those sealed anew, those that no key fits, which stay as they are."""

    looked_at: int = 0
    sealed: int = 0
    unreadable: int = 0


def total() -> int:
    """How many sealed values there are."""
    with db.engines[APART].connect() as connection:
        return sum(connection.scalar(select(func.count(column))) or 0 for column in _columns())


def rotate() -> Iterator[Step]:
    """Change the keys; each step is committed when it comes back. Raises NotAlone or NoKeyFits, nothing changed."""
    file = Path(current_app.instance_path) / "secrets.toml"
    with alone(file.parent):
        keys = read_keys(file)
        _check_that_any_fits()
        if len(keys.address_keys) == 1:
            keys = replace_address_keys(keys, [new_address_key(), *keys.address_keys])
        yield Step()
        _wait_for_writers()
        for column in _columns():
            yield from _seal_all(column)
        replace_address_keys(keys, keys.address_keys[:1])
        yield Step()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else changes the keys in the instance folder `folder` meanwhile, or restores them. Raises NotAlone."""
    # The folder and not the file, which is replaced. The lock ends with the process, however it ends.
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotAlone("The keys are changed, or a backup restored, by somebody else at this moment") from error
        yield
    finally:
        os.close(handle)


def _columns() -> list[Column[Any]]:
    return [
        column for table in Base.metadata.sorted_tables for column in table.columns if isinstance(column.type, Sealed)
    ]


def _check_that_any_fits() -> None:
    found = False
    with db.engines[APART].connect().execution_options(yield_per=BATCH) as connection:
        for column in _columns():
            with connection.execute(select(column).where(column.is_not(None))) as rows:
                for (sealed,) in rows:
                    if unsealed(sealed) is not None:
                        return
                    found = True
    if found:
        raise NoKeyFits


def _wait_for_writers() -> None:
    with db.engines[APART].begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(sorted({column.table.name for column in _columns()}))
            connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
        else:
            # Whatever is no reading takes the write lock.
            connection.execute(text("SAVEPOINT writers"))


def _seal_all(column: Column[Any]) -> Iterator[Step]:
    (key,) = column.table.primary_key.columns
    last = None
    while True:
        with db.engines[APART].begin() as connection:
            some = select(key, column).where(column.is_not(None)).order_by(key).limit(BATCH)
            rows = connection.execute(some if last is None else some.where(key > last)).all()
            steps = [_seal_anew(connection, column, row[0], row[1]) for row in rows]
        if not rows:
            return
        last = rows[-1][0]
        yield Step(len(rows), sum(step.sealed for step in steps), sum(step.unreadable for step in steps))


def _seal_anew(connection: Connection, column: Column[Any], row: Any, sealed: bytes) -> Step:
    if is_newest(sealed):
        return Step(1)
    try:
        anew = seal(unseal(sealed))
    except InvalidToken:
        return Step(1, unreadable=1)
    (key,) = column.table.primary_key.columns
    # Only what is still as it was read: who has written since has sealed with the newest key.
    connection.execute(update(column.table).where(key == row, column == sealed).values({column: anew}))
    return Step(1, sealed=1)


@event.listens_for(Session, "after_flush")
def _seal_with_the_newest(session: Session, _context: Any) -> None:
    for written in {*session.new, *session.dirty}:
        look_again(written)


def look_again(written: Base) -> None:
    """Look at the keys again once a value is in the database, where a rotation waits for it to be committed."""
    loaded = inspect(written).dict
    for column in _sealed(type(written)):
        if loaded.get(column.key) is not None:
            (row,) = inspect(type(written)).primary_key_from_instance(written)
            _seal_anew(db.session.connection(), column, row, loaded[column.key])


@cache
def _sealed(model: type[Base]) -> list[Column[Any]]:
    return [column for column in _columns() if column.table is model.__table__]
