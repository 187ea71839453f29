"""One line a request, in the Common Log Format, without anybody's address."""

import logging
import sys

from flask import Flask, Response, request

from blog.tools.clock import local, now
from blog.tools.networks import network

log = logging.getLogger("blog.access")

# Of an IPv6 address; the /64 would be a household.
LOGGED_BITS = 48

# What would end the quoted part of the line. All that is not printed as such is replaced besides: a line feed would
# begin a forged line, an escape would command the terminal, an override would turn the rest round.
_QUOTES = '"\\'


def init_app(app: Flask) -> None:
    """Write a line to standard output for every response of `app`."""
    if not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    app.after_request(write_line)


def write_line(response: Response) -> Response:
    """Log the request that `response` answers."""
    log.info(
        '%s - - [%s] "%s %s %s" %d %s',
        network(request.remote_addr, LOGGED_BITS),
        local(now()).strftime("%d/%b/%Y:%H:%M:%S %z"),
        request.method,
        logged_path(),
        request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        response.status_code,
        response.content_length if response.content_length is not None else "-",
    )
    return response


def logged_path() -> str:
    """The path asked for, without its query (it may hold names, addresses, keys) and without secrets in it."""
    if request.view_args and "token" in request.view_args:
        return str(request.url_rule)
    return "/".join(map(_logged, request.path.split("/")))


def _logged(part: str) -> str:
    if "@" in part.replace("%40", "@"):
        return "[address]"
    return "".join(sign if sign.isprintable() and sign not in _QUOTES else "?" for sign in part)
