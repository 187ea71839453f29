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

# Two processes use two cores; more are more memory. Each answers requests in threads of its own: a few would do the
# work, but a sender holds one until all has arrived, so there are more than slow senders may hold (`web/senders.py`).
# A thread that is not needed ends by itself.
WORKERS = 2
THREADS = 64
# In milliseconds: how long the head of a request may take to arrive. In bytes: how large it may be, times two or three
# for the way the server fills its buffer; a longer one is answered 431.
HEAD_TIME = 15_000
HEAD_SIZE = 65_536


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
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    command += ["--host", host, "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--http1-header-read-timeout", str(HEAD_TIME), "--http1-buffer-size", str(HEAD_SIZE)]
    command += ["--workers-kill-timeout", "10s", "--respawn-failed-workers", "--working-dir", str(ROOT), "wsgi:app"]
    os.execv(sys.executable, command)  # noqa: S606  no shell, and every word is ours
