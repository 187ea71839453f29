"""`flask upkeep rotate-keys`: a new key for what is sealed."""

import click
from sqlalchemy.exc import OperationalError

from blog.tools import rotating

NO_KEY_FITS = (
    "None of the addresses can be read: secrets.toml is not the one that belongs to this database. Put that one into"
    " the instance folder. Nothing was changed."
)


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Seal all addresses with a new key, then drop the old one. The site may run; broken off, run it again."""
    sealed = unreadable = 0
    try:
        with click.progressbar(length=rotating.total(), label="Sealing anew") as bar:
            for step in rotating.rotate():
                sealed, unreadable = sealed + step.sealed, unreadable + step.unreadable
                bar.update(step.looked_at)
    except rotating.NotAlone as error:
        raise click.ClickException(f"{error}.") from None
    except rotating.NoKeyFits:
        raise click.ClickException(NO_KEY_FITS) from None
    except OperationalError as error:
        raise click.ClickException("The database is busy. Nothing is lost; run the command again.") from error
    click.echo(f"Sealed with the new key: {sealed:,} values. The old key is dropped.")
    click.echo("Keep a copy of the new secrets.toml, and the old one for as long as there are backups from before.")
    if unreadable:
        raise click.ClickException(f"Fitted by no key and left as they are: {unreadable:,} values.")
