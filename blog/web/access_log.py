"""One line a request, in the Common Log Format, without anybody's address."""

import re
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from functools import lru_cache
from select import PIPE_BUF
from threading import Lock, Timer
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, request

from blog.page_cache.making import is_kept, present
from blog.tools.networks import network

# Seconds that a line waits for others.
SOON = 0.1
# Lines. Where more are waiting, whoever reads them does not keep up, and requests wait with them.
MOST_WAITING = 10_000

# Of an IPv6 address; the /64 would be a household.
LOGGED_BITS = 48

# In characters; no page has a longer path.
LONGEST_LOGGED = 500

# In characters; longer ones are nobody's, and may be as long as a sender likes.
LONGEST_METHOD = 20

# What would end the quoted part of the line. All that is not printed as such is replaced besides: a line feed would
# begin a forged line, an escape would command the terminal, an override would turn the rest round.
_QUOTES = '"\\'

# What stands before a token in a path. The token of a link that is used wrongly, or was broken on its way, still opens.
_BEFORE_TOKEN = re.compile("/(?:comments/+(?:decision|mine|replies)|reset)/+(?=.)", re.IGNORECASE)


class AccessLog:
    """Writes to standard output, with the times of `zone`: many lines at once, soon after their requests.

    A line at a time would cost three times what a kept page costs otherwise.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._lines: list[str] = []
        self._gathering = Lock()
        self._writing = Lock()

    def write_line(self, response: Response) -> Response:
        """Log the request that `response` answers, unless it is kept: what is then sent is known in front of Flask."""
        if not is_kept():
            making = present()
            method = making.method if making is not None else request.method
            self._write(request.environ, method, logged_path(), response.status_code, response.content_length)
        return response

    def write_kept(self, environ: WSGIEnvironment, status: str, length: int) -> None:
        """Log a request for a kept page, which was answered in front of Flask."""
        path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
        self._write(
            environ, environ["REQUEST_METHOD"], _without_secrets(path[:LONGEST_LOGGED]), int(status[:3]), length
        )

    def write_out(self) -> None:
        """Write now what has gathered; it is lost where that fails (OSError), as where a process is killed."""
        with self._writing:
            with self._gathering:
                lines, self._lines = self._lines, []
            for piece in _pieces(lines):
                sys.stdout.write(piece)
                sys.stdout.flush()

    def _write(self, environ: WSGIEnvironment, method: str, path: str, status: int, length: int | None) -> None:
        who = _logged_network(environ.get("REMOTE_ADDR"))
        when = _logged_time(int(time.time()), self._zone)
        protocol = environ.get("SERVER_PROTOCOL", "HTTP/1.1")
        size = "-" if length is None else length
        line = f'{who} - - [{when}] "{method[:LONGEST_METHOD]} {path} {protocol}" {status} {size}\n'
        with self._gathering:
            self._lines.append(line)
            waiting = len(self._lines)
        if waiting == 1:
            self._write_soon()
        elif waiting > MOST_WAITING:
            self.write_out()

    def _write_soon(self) -> None:
        timer = Timer(SOON, self.write_out)
        # The process waits for it before it ends, which it would not for what a thread of the server starts.
        timer.daemon = False
        try:
            timer.start()
        except RuntimeError:  # No more threads are to be had.
            self.write_out()


def init_app(app: Flask) -> None:
    """Write a line for every response of `app`."""
    app.extensions["access_log"] = AccessLog(app.config["ZONE"])
    app.after_request(app.extensions["access_log"].write_line)


def logged_path() -> str:
    """The path asked for, without its query (it may hold names, addresses, keys) and without secrets in it."""
    if request.view_args and "token" in request.view_args:
        return str(request.url_rule)
    path = request.path[:LONGEST_LOGGED]
    return _without_secrets(path if request.url_rule else _without_token(path))


def _without_token(path: str) -> str:
    before = _BEFORE_TOKEN.search(path)
    return f"{path[: before.end()]}<token>" if before else path


@lru_cache(maxsize=1024)
def _without_secrets(path: str) -> str:
    return "/".join(map(_logged, path.split("/")))


def _logged(part: str) -> str:
    if "@" in part.replace("%40", "@"):
        return "[address]"
    return "".join(sign if sign.isprintable() and sign not in _QUOTES else "?" for sign in part)


@lru_cache(maxsize=1024)
def _logged_network(address: str | None) -> str:
    return network(address, LOGGED_BITS)


@lru_cache(maxsize=1)
def _logged_time(seconds: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%d/%b/%Y:%H:%M:%S %z")


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """`lines`, as many together as a pipe takes in one piece: other processes write to it as well."""
    piece: list[str] = []
    size = 0
    for line in lines:
        taken = len(line.encode())
        if size + taken > PIPE_BUF:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += taken
    if piece:
        yield "".join(piece)
