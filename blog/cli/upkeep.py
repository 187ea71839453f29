"""`flask upkeep`: looking after an installation."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from blog.articles import counting
from blog.cli.backup import restoring
from blog.cli.explaining import Commands
from blog.media import copying, storing
from blog.tools import mail, outbox
from blog.tools.clock import local, now
from blog.tools.database import db, reason
from blog.tools.migrating import newest_revision, revision_of
from blog.tools.secret_keys import read_keys

# Mail that waits for longer is not about to go by itself.
LONG_WAIT = timedelta(hours=1)

# What backups, restorations and changes of keys work on, in the instance folder, and take away at their end.
DRAFTS = (".restore-*", ".backup-*", ".*.tmp")

# Addresses, of the oldest and of the newest comments, that are tried with the keys.
SAMPLE = 100

upkeep = Commands("upkeep", help="Looking after the installation.")


class Trouble(Exception):
    """Something needs doing; the message says what."""


@upkeep.command()
def check() -> None:
    """Say of each part of the installation that it is in order, or what to do. Exits with 1 if any is not."""
    in_order = [_report(name, looked) for name, looked in CHECKS.items()]
    if not all(in_order):
        raise SystemExit(1)


@upkeep.command()
def recount() -> None:
    """Count anew how many articles stand in each list, after work in the database by hand."""
    counting.recount()
    db.session.commit()
    click.echo("All articles are counted anew.")


def _report(name: str, look: Callable[[], str]) -> bool:
    try:
        click.echo(f"{name}: {look()}")
    except Trouble as trouble:
        click.secho(f"{name}: {trouble}", fg="red")
        return False
    return True


def _database() -> str:
    try:
        db.session.execute(select(1))
    except SQLAlchemyError as error:
        raise Trouble(f"it does not answer. Check DATABASE_URL and that it runs ({type(error).__name__}).") from error
    try:
        with db.engine.connect() as connection:
            # Taken back with the connection, as nothing is committed.
            connection.execute(text("CREATE TABLE written (id INTEGER)"))
    except SQLAlchemyError as error:
        raise Trouble(f"it cannot be written to: {reason(error)}. Give the site the right, or the room.") from error
    return f"ok ({db.engine.dialect.name})"


def _migrations() -> str:
    newest = newest_revision()
    try:
        with db.engine.connect() as connection:
            present = revision_of(connection)
    except SQLAlchemyError as error:
        raise Trouble("unknown while the database does not answer.") from error
    if present != newest:
        raise Trouble(f"the tables are at {present or 'nothing'}, the code wants {newest}. Run: flask db upgrade")
    return f"ok ({present})"


def _secrets() -> str:
    file = Path(current_app.instance_path) / "secrets.toml"
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Trouble(f"others can read it. Run: chmod 600 {file.name} in the instance folder")
    if len(read_keys(file).address_keys) > 1:
        raise Trouble("a change of keys has not come to its end. Run: flask upkeep rotate-keys")
    try:
        fit = restoring.keys_fit(SAMPLE)
    except SQLAlchemyError as error:
        raise Trouble("unknown while the database does not answer or has no tables.") from error
    if not fit:
        raise Trouble(f"the addresses cannot be read: it is not the one of this database. Put back {file.name}.")
    return "ok"


def _uploads() -> str:
    try:
        storing.check_folder()
    except OSError as error:
        raise Trouble(f"pictures cannot be stored: {error.strerror}. Give the server the right to write.") from error
    try:
        with db.engine.connect() as connection:
            named = copying.named_in(connection)
    except SQLAlchemyError as error:
        raise Trouble("unknown while the database does not answer or has no tables.") from error
    missing = named - copying.all_present()
    if missing:
        raise Trouble(f"{len(missing):,} of {len(named):,} files of pictures are missing. Restore the folder uploads.")
    return f"ok ({len(named):,} files of pictures)"


def _leftovers() -> str:
    folder = Path(current_app.instance_path)
    left = ", ".join(sorted(one.name for pattern in DRAFTS for one in folder.glob(pattern)))
    if left:
        raise Trouble(f"a command that was killed may have left {left}. Delete that, unless one runs just now.")
    return "ok (none)"


def _mail() -> str:
    missing = [name for name in ("MAIL_SERVER", "MAIL_SENDER") if not current_app.config[name]]
    if len(missing) == 1:
        raise Trouble(f"none is sent, as {missing[0]} is empty. Set both MAIL_SERVER and MAIL_SENDER, or neither.")
    if missing:
        return "ok (none is sent: MAIL_SERVER and MAIL_SENDER are empty)"
    try:
        mail.connect().quit()
    except OSError as error:
        raise Trouble(f"the SMTP server does not take it: {error}. Check the MAIL settings.") from error
    return "ok"


def _outbox() -> str:
    try:
        waiting = outbox.waiting()
    except SQLAlchemyError as error:
        raise Trouble("unknown while the database does not answer or has no tables.") from error
    if waiting.since is None:
        return "ok (no mail waits)"
    told = f"{waiting.number:,} wait, the first since {local(waiting.since):%Y-%m-%d %H:%M}"
    if now() - waiting.since > LONG_WAIT:
        raise Trouble(f"{told}. Check the MAIL settings, then run: flask upkeep send-mail")
    return f"ok ({told})"


def _counts() -> str:
    try:
        errors = counting.errors()
    except SQLAlchemyError as error:
        raise Trouble("unknown while the database does not answer or has no tables.") from error
    if errors:
        raise Trouble(f"{errors:,} are not what the articles say. Run: flask upkeep recount")
    return "ok"


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "secrets": _secrets,
    "uploads": _uploads,
    "leftovers": _leftovers,
    "mail": _mail,
    "outbox": _outbox,
    "counts": _counts,
}
