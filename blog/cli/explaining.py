"""What a command says where the database or a folder is not as hoped: one sentence instead of a stack trace."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from blog.tools.database import reason


class Commands(AppGroup):
    """A group of commands that are explained."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with explained():
            return super().invoke(ctx)


@contextmanager
def explained(outcome: str = "See: flask upkeep check", file: Path | None = None) -> Iterator[None]:
    """Say in one sentence what went wrong, by default with `file`, and in another what that means."""
    try:
        yield
    except BrokenPipeError:
        # Who reads what is printed has had enough: click ends without a word.
        raise
    except OSError as error:
        place = error.filename or file
        raise click.ClickException(f"{f'{place}: ' if place else ''}{error.strerror or error}. {outcome}") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise click.ClickException(f"The database reported an error: {reason(error)}. {outcome}") from error
