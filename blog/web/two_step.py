"""Whose role needs a second factor gets to setting one up, and to nothing else of the desk until there is one."""

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from blog.accounts.factors import queries
from blog.accounts.security import signed_in
from blog.web.cross_site import SAFE_METHODS
from blog.web.kept import show_kept

NEEDED = "Your role needs two-step sign-in. Set it up in another tab, then send this again"
SET_UP = ("Set up two-step sign-in", "desk.factors")
_CLOSED = ("/desk", "/admin")
_OPEN = "/desk/factors"


def init_app(app: Flask) -> None:
    """Ask before every request to the newsroom's pages of `app`."""
    app.before_request(demand_factor)


def demand_factor() -> Response | None:
    """For somebody who lacks a second factor, the way to the page about them; a form is kept as it was sent."""
    if not request.path.startswith(_CLOSED) or request.path.startswith(_OPEN):
        return None
    user = signed_in()
    if user is None or not queries.lacks(user):
        return None
    if request.method in SAFE_METHODS:
        return redirect(url_for("desk.factors"))
    return show_kept(NEEDED, 403, way=SET_UP)
