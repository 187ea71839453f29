"""Migrating the tables: the revision that they are at, the one that the code wants, and the way there."""

from pathlib import Path

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Connection

from blog.tools.database import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

migrate = Migrate()


def init_app(app: Flask) -> None:
    """Give `app` the commands under `flask db`."""
    migrate.init_app(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)


def newest_revision() -> str:
    """The revision of the tables that the code wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def revision_of(connection: Connection) -> str:
    """The revision that the tables of this database are at; empty where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def migrate_to(connection: Connection, revision: str) -> None:
    """Migrate the database that `connection` leads to, in its transaction. Raises alembic's CommandError."""
    config = migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
