"""A commenter is forgotten: the page that says what happens, and doing it."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from blog.comments import forgetting
from blog.tools.database import db
from blog.web.mailed import door
from blog.web.mailed.own_comments import owner


@door.route("/mine/<token>/erasure", methods=["GET", "POST"])
def own_erasure(token: str) -> Response:
    """Have the address, and all that names its owner, taken off their comments."""
    address = owner(token)
    stored = forgetting.stored(address)
    if request.method == "POST":
        forgetting.anonymise(address)
        db.session.commit()
    done = request.method == "POST"
    return make_response(render_template("mailed/erasure.html", token=token, stored=stored, done=done))
