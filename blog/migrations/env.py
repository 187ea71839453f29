"""Alembic's way into the application: the same engine and the same models."""

from alembic import context
from flask import current_app

from blog.tools.database import Base, db


def run() -> None:
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Base.metadata, user_module_prefix="database.", **options
        )
        with context.begin_transaction():
            context.run_migrations()


run()
