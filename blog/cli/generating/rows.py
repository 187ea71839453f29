"""Rows for the database, many at once."""

from typing import Any

from sqlalchemy import Table

from blog.tools.database import Base, db
from blog.tools.snapshot import continue_numbers

Row = dict[str, Any]


def store(model: type[Base], rows: list[Row]) -> None:
    """Insert `rows`, which all have the same columns."""
    if rows:
        # Into the table and not as objects: one statement for all, whichever columns are empty.
        db.session.execute(_table(model).insert(), rows)


def settle(*models: type[Base]) -> None:
    """Let the next rows of these have the numbers after those that were given."""
    for model in models:
        continue_numbers(db.session.connection(), _table(model))


def _table(model: type[Base]) -> Table:
    return db.metadata.tables[model.__tablename__]
