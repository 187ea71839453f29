"""Replies by email: confirming that they are wanted, and stopping them. Opening a link does neither."""

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response

from blog.comments.corresponding import asking, queries, stopping
from blog.comments.corresponding.models import Correspondent
from blog.tools.database import db
from blog.web.mailed import door


@door.route("/replies/<token>", methods=["GET", "POST"])
def replies(token: str) -> Response:
    """The page that asks whether replies are wanted, and its answer."""
    correspondent = _found(queries.to_confirm(token))
    if request.method == "POST":
        asking.confirm(correspondent)
        db.session.commit()
    end = queries.stop_token(correspondent)
    return make_response(render_template("mailed/replies.html", token=token, end=end, done=request.method == "POST"))


@door.route("/replies/<token>/end", methods=["GET", "POST"])
def end_of_replies(token: str) -> Response:
    """The page that asks whether the mails shall stop, and their end: mail programs post here too (RFC 8058)."""
    correspondent = _found(queries.to_stop(token))
    if request.method == "POST":
        stopping.stop(correspondent)
        db.session.commit()
    page = render_template("mailed/end_of_replies.html", token=token, done=not correspondent.gets_mail)
    return make_response(page)


def _found(correspondent: Correspondent | None) -> Correspondent:
    if correspondent is None:
        abort(404)
    return correspondent
