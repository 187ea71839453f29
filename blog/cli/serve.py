"""`flask serve`: prepare the installation, then be the production server."""

import ctypes
import gc
import multiprocessing
import socket
import sys
from wsgiref.types import WSGIApplication

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import ScriptInfo, pass_script_info
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from blog import page_cache
from blog.cli.content import show_accounts
from blog.cli.demo import loading
from blog.cli.explaining import explained
from blog.tools.database import db

# Two processes use two cores; more are more memory. Each answers requests in threads of its own: a few would do the
# work, but a sender holds one until all has arrived, so there are more than slow senders may hold (`web/senders.py`).
# A thread that is not needed ends by itself.
WORKERS = 2
THREADS = 64
# In seconds: how long a thread that computes makes others wait, where Python's own choice is ten times as long. Who
# holds the lock for writing takes a dozen such waits, and a page from memory one.
SWITCH = 0.0005
# Requests that a process takes on at once; those beyond wait in the socket's queue.
BACKPRESSURE = 512
# In milliseconds: how long the head of a request may take to arrive. In bytes: how large it may be, times two or three
# for the way the server fills its buffer; a longer one is answered 431.
HEAD_TIME = 15_000
HEAD_SIZE = 65_536
# What glibc's `mallopt` is told, by the numbers in its malloc.h: one pool for all threads; what is larger than 128 KB,
# as pages are that are being made, is asked of the system and returned; and so is as much at the end of the pool.
MEMORY = {-8: 1, -3: 131_072, -1: 131_072}
# In seconds: how long requests may take to end when the server is told to stop.
STOPPING_TIME = 10


@click.command()
@pass_script_info
def serve(info: ScriptInfo) -> None:
    """Migrate the database, load the demonstration newsroom if it is empty, and serve the site."""
    app = info.load_app()
    port = app.config["PORT"]
    address = _free_address(app.config["HOST"], port)
    with explained():
        with app.app_context():
            _prepare()
        _warm_up(app)
    answer_requests(app, address, port)


def _free_address(host: str, port: int) -> str:
    """The IP address that `host` means, where nobody listens on `port` yet."""
    try:
        # Of a name with several the one of IPv4 comes first.
        family, *_, place = min(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        with socket.socket(family) as trial:
            # Connections of a server that has just ended are no hindrance. The server itself would share the port with
            # another one of its kind, and each would get some of the visitors.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise click.ClickException(f"The site cannot be served at HOST {host}, PORT {port}: {reason}.") from error
    return str(place[0])


def _prepare() -> None:
    flask_migrate.upgrade()
    config = current_app.config
    if config["DEMO"] and loading.may_load():
        accounts = loading.load()
        db.session.commit()
        show_accounts(accounts)
    click.echo(f"{config['SITE_NAME']} is at {config['SITE_URL']}")
    sys.stdout.flush()


def _warm_up(app: Flask) -> None:
    """Load what every page needs into the memory that the processes share, and leave no connection open in it."""
    with app.test_request_context("/"):
        app.view_functions["public.front"]()
        page_cache.let_go()


def _give_memory_back() -> None:
    """Have the C library return what is freed, instead of keeping it for each thread: a quarter less, measured."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for parameter, value in MEMORY.items():
            library.mallopt(parameter, value)


def answer_requests(application: WSGIApplication, host: str, port: int) -> None:
    """Answer requests until told to stop, in processes that share the memory of what has been loaded here."""
    sys.setswitchinterval(SWITCH)
    multiprocessing.set_start_method("fork")
    _give_memory_back()
    server = Server(
        "wsgi:app",
        host,
        port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIME, max_buffer_size=HEAD_SIZE),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING_TIME,
    )
    # What lives on is never looked at again by the collector, which would copy it into each process.
    gc.collect()
    gc.freeze()
    server.serve(target_loader=lambda: application, wrap_loader=False)
