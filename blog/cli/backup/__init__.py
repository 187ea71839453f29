"""`flask upkeep backup` and `flask upkeep restore`: one file that an installation can be made from again.

All but its settings: `settings.toml` is never in it, and what is restored goes by those of the place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from alembic.util import CommandError
from flask import current_app

from blog.cli.backup import restoring, taking
from blog.cli.backup.parts import opened
from blog.cli.backup.stopping import stoppable
from blog.cli.explaining import explained
from blog.tools import rotating, snapshot
from blog.tools.archive import Unreadable

FILE = click.Path(dir_okay=False, path_type=Path)

NO_SECRETS = (
    "secrets.toml is not in it. Without a copy of that file, kept elsewhere, the addresses in this backup cannot be"
    " read. Put it in with: --with-secrets"
)
SECRETS_IN = "secrets.toml is in it: who has this file can read the addresses. Its mode is 600; keep it so."
KEYS_DO_NOT_FIT = (
    "The addresses cannot be read: secrets.toml is not the one that belongs to this backup. Put that one into the"
    " instance folder and restart the site."
)
NOT_ALL = "The database was replaced, but not all that belongs to it is in order. Restore once more."


@click.command()
@click.argument("file", type=FILE)
@click.option("--with-secrets", is_flag=True, help="Put secrets.toml in as well.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is a backup already.")
def backup(file: Path, with_secrets: bool, overwrite: bool) -> None:
    """Put the database and the pictures into FILE. The site may go on meanwhile."""
    if str(file) == "-":
        raise click.ClickException("A backup does not go to the output. Name a file.")
    if file.exists():
        if not overwrite:
            raise click.ClickException(f"{file} is there already. Name another file, or replace it with: --overwrite")
        with _explained(file, "Only a backup is replaced; nothing was changed."):
            _check_is_backup(file)
    with stoppable(), _explained(file, "No backup was made."):
        taken = taking.take(file, with_secrets=with_secrets)
    click.echo(f"{file} holds {_summary(taken.rows)}, {taken.pictures} files of pictures.")
    click.echo(SECRETS_IN if with_secrets else NO_SECRETS)
    if taken.missing:
        raise click.ClickException(f"{taken.missing} files of pictures are missing in it. See: flask upkeep check")


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace what the installation holds; asks before it does.")
def restore(file: Path, replace: bool) -> None:
    """Make this installation what FILE says, a backup. Stop the site first."""
    folder = Path(current_app.instance_path)
    with stoppable(), _explained(file, "Nothing was changed."), rotating.alone(folder):
        in_use = snapshot.is_in_use()
        if in_use and not replace:
            raise click.ClickException(
                "The database is in use or damaged; nothing was changed. To replace it: --replace"
            )
        with restoring.verified(file) as found:
            taken_at = datetime.fromisoformat(found.facts["taken_at"])
            click.echo(f"The backup of {taken_at:%Y-%m-%d %H:%M} UTC is intact: {_summary(found.facts['rows'])}.")
            if in_use:
                click.confirm("All that this installation holds now will be gone. Replace it?", abort=True)
            restoring.bring_back(found)
            # From here on what was there before is gone.
            with _explained(file, NOT_ALL):
                restoring.finish(found)
                missing, in_order = restoring.missing_pictures(found), snapshot.is_in_place(found.database)
    if not in_order:
        raise click.ClickException("The database was replaced, but is not what it should be. Restore once more.")
    click.echo("Restored, and in order.")
    if missing:
        click.secho(f"{missing} files of pictures were missing when the backup was made.", fg="red")
    if not restoring.keys_fit():
        raise click.ClickException(KEYS_DO_NOT_FIT)


def _check_is_backup(file: Path) -> None:
    # What is no file at all, a pipe or a device, might never come to its end.
    if not file.is_file():
        raise Unreadable("is not a file")
    with opened(file):
        pass


@contextmanager
def _explained(file: Path, outcome: str) -> Iterator[None]:
    """Say in one sentence what went wrong, and what that means."""
    try:
        with explained(outcome, file):
            yield
    except KeyboardInterrupt:
        raise click.ClickException(f"Stopped. {outcome}") from None
    except Unreadable as error:
        raise click.ClickException(f"{file} {error}. {outcome}") from error
    except (snapshot.Unusable, rotating.NotAlone) as error:
        raise click.ClickException(f"{error}. {outcome}") from error
    except CommandError as error:
        raise click.ClickException(f"The tables are those of a newer version than this one. {outcome}") from error


def _summary(rows: dict[str, int]) -> str:
    articles, comments, people = (rows.get(table, 0) for table in ("articles", "comments", "users"))
    return f"{articles} articles, {comments} comments, {people} accounts"
