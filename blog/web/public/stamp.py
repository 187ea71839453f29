"""The exact stamp of the reply form, for its script."""

from flask import Response, jsonify

from blog.comments.spam import stamping
from blog.web.headers import PRIVATE
from blog.web.public import door


@door.get("/comments/stamp")
def stamp() -> Response:
    """A stamp of this moment for a reply form, as JSON."""
    answer = jsonify(stamp=stamping.exact_stamp())
    answer.headers["Cache-Control"] = PRIVATE
    return answer
