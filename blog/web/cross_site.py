"""No other site may act in a visitor's name: the check of every unsafe request, before anything else is done.

The rule is that of Go's http.CrossOriginProtection. It needs no token, so readers' pages need no cookie.
"""

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class FromElsewhere(Forbidden):
    """The request was sent from a page that is not ours."""


def init_app(app: Flask) -> None:
    """Check every request to `app`."""
    app.before_request(refuse_cross_site)


def refuse_cross_site() -> None:
    """Raises FromElsewhere if an unsafe request comes from another site's page."""
    if request.method not in SAFE_METHODS and not _is_our_own():
        raise FromElsewhere


def _is_our_own() -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    # No browser of the last years, or one that was sent here over http without being on this machine. Our own host is
    # the one in SITE_URL, never the one that the request names: so a site that answers under two names (localhost and
    # 127.0.0.1) takes what these browsers send from one of them, and tells which.
    origin = request.headers.get("Origin")
    if origin is not None:
        return bool(origin == current_app.config["SITE_URL"])
    # Neither header: a script. It may act, but not in somebody's name.
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
