"""`flask serve`: prepare the installation, then become the production server."""

import os
import sys
from pathlib import Path

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from blog.cli.content import show_accounts
from blog.cli.demo import loading
from blog.tools.database import db

ROOT = Path(__file__).resolve().parent.parent.parent

# Two processes use two cores; more are more memory. Each answers up to 4 requests at a time in threads of its own:
# a slow one does not hold up the rest, and more would only wait for each other.
WORKERS = 2
THREADS = 4


@click.command()
@with_appcontext
def serve() -> None:
    """Migrate the database, load the demonstration newsroom if it is empty, and serve the site."""
    flask_migrate.upgrade()
    if current_app.config["DEMO"] and loading.may_load():
        accounts = loading.load()
        db.session.commit()
        show_accounts(accounts)
    config = current_app.config
    click.echo(f"{config['SITE_NAME']} is at {config['SITE_URL']}")
    sys.stdout.flush()
    db.session.remove()
    db.engine.dispose()
    _become_server(config["HOST"], config["PORT"])


def _become_server(host: str, port: int) -> None:
    # Replaced, not started: signals reach the server itself, and no second Python stays in memory.
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    command += ["--host", host, "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--workers-kill-timeout", "10s", "--respawn-failed-workers", "--working-dir", str(ROOT), "wsgi:app"]
    os.execv(sys.executable, command)  # noqa: S606  no shell, and every word is ours
