"""One line a request, in the Common Log Format, without anybody's address."""

import logging
import sys
import time
from datetime import datetime, tzinfo
from functools import lru_cache
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, request

from blog.page_cache.making import is_kept, present
from blog.tools.networks import network

log = logging.getLogger("blog.access")

# Of an IPv6 address; the /64 would be a household.
LOGGED_BITS = 48

# In characters; no page has a longer path.
LONGEST_LOGGED = 500

# What would end the quoted part of the line. All that is not printed as such is replaced besides: a line feed would
# begin a forged line, an escape would command the terminal, an override would turn the rest round.
_QUOTES = '"\\'


class AccessLog:
    """Writes to standard output, with the times of `zone`."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

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

    def _write(self, environ: WSGIEnvironment, method: str, path: str, status: int, length: int | None) -> None:
        log.info(
            '%s - - [%s] "%s %s %s" %d %s',
            _logged_network(environ.get("REMOTE_ADDR")),
            _logged_time(int(time.time()), self._zone),
            method,
            path,
            environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
            status,
            "-" if length is None else length,
        )


def init_app(app: Flask) -> None:
    """Write a line for every response of `app`."""
    if not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    app.extensions["access_log"] = AccessLog(app.config["ZONE"])
    app.after_request(app.extensions["access_log"].write_line)


def logged_path() -> str:
    """The path asked for, without its query (it may hold names, addresses, keys) and without secrets in it."""
    if request.view_args and "token" in request.view_args:
        return str(request.url_rule)
    return _without_secrets(request.path[:LONGEST_LOGGED])


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
