"""No other site may act in a visitor's name: the check of every unsafe request, before anything else is done.

The rule is that of Go's http.CrossOriginProtection. It needs no token, so readers' pages need no cookie.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def init_app(app: Flask) -> None:
    """Check every request to `app`."""
    app.before_request(refuse_cross_site)


def refuse_cross_site() -> None:
    """Abort with 403 if an unsafe request comes from another site's page."""
    if request.method not in SAFE_METHODS and not _is_our_own():
        abort(403)


def _is_our_own() -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == urlsplit(str(current_app.config["SITE_URL"])).netloc
    # Neither header: no browser of the last years, so a script. It may act, but not in somebody's name.
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
