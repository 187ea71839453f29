"""The door for those who were mailed a link: it opens one thing, without signing in, and tells nobody else of it."""

from flask import Blueprint, Response, make_response, render_template
from werkzeug.exceptions import NotFound

door = Blueprint("mailed", __name__, url_prefix="/comments")


@door.after_request
def keep_to_oneself(response: Response) -> Response:
    """No cache keeps what a link opens, no search engine lists it, and no other site learns the link."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@door.errorhandler(NotFound)
def tell_of_end(_error: NotFound) -> Response:
    """404: the link is forged, too old, or what it was for is gone."""
    return make_response(render_template("mailed/gone.html"), 404)


# The pages hang themselves on the door above.
from blog.web.mailed import decision, erasure, own_comments, replies, withdrawal  # noqa: E402, F401
