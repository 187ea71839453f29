"""A commenter's own comments: what there is, in a file as well, and the end of mails about replies."""

import json

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from blog.comments import exporting, opening
from blog.comments.corresponding import queries, stopping
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH
from blog.tools.database import db
from blog.web.mailed import door
from blog.web.paging import asked_page
from blog.web.template_helpers import absolute, article_url

# Whether it is spam or only unwanted is the newsroom's own judgement: told, it would teach those who send spam.
STATES = {
    APPROVED: "Published",
    PENDING: "Waiting for the newsroom to read it",
    SPAM: "Not published",
    TRASH: "Not published",
}
NOTICES = {
    "withdrawn": "Withdrawn.",
    "stopped": "You will get no more emails about replies.",
    "changed": "Your comments have changed since you opened the page. Look at them again.",
}


@door.get("/mine/<token>")
def own_comments(token: str) -> str:
    """The comments of the address that the mailed link opens."""
    address = owner(token)
    correspondent = queries.of_address(address)
    return render_template(
        "mailed/own_comments.html",
        token=token,
        page=opening.page(address, asked_page()),
        states=STATES,
        gets_mail=correspondent is not None and correspondent.gets_mail,
        is_known=opening.is_known(address),
        notice=NOTICES.get(request.args.get("notice", "")),
    )


@door.get("/mine/<token>/export")
def own_export(token: str) -> Response:
    """All that is stored about the commenter, as a file, but for what belongs to moderators alone."""
    address = owner(token)
    found = exporting.export_for(address, lambda article: absolute(article_url(article)))
    for comment in found["comments"]:
        comment["status"] = STATES[comment["status"]]
        for column in exporting.FOR_MODERATORS:
            del comment[column]
    file = Response(json.dumps(found, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
    file.headers["Content-Disposition"] = 'attachment; filename="comments.json"'
    return file


@door.post("/mine/<token>/replies/end")
def own_end_of_replies(token: str) -> BaseResponse:
    """Stop the mails about replies."""
    correspondent = queries.of_address(owner(token))
    if correspondent is not None:
        stopping.stop(correspondent)
        db.session.commit()
    return back_to(token, notice="stopped")


def owner(token: str) -> str:
    """The address whose comments the link opens. Aborts with 404 where it is forged or too old."""
    address = opening.opened_by(token)
    if address is None:
        abort(404)
    return address


def back_to(token: str, notice: str) -> BaseResponse:
    """The way back to the own comments, where `notice` is told."""
    return redirect(url_for("mailed.own_comments", token=token, notice=notice), 303)
