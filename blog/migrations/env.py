"""Alembic's way into the application: the same engine and the same models."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from blog.cli.explaining import explained
from blog.tools.database import Base, db


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    with explained(), db.engine.connect() as connection:
        migrate(connection)


def migrate(connection: Connection) -> None:
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=Base.metadata, user_module_prefix="database.", **options)
    with context.begin_transaction():
        context.run_migrations()


run()
