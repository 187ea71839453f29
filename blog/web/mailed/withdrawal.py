"""A commenter withdraws a comment, or all: the page that asks, and doing it."""

from flask import abort, render_template, request
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from blog.comments import erasing, opening, posting, queue
from blog.comments import queries as comments
from blog.comments.models import Comment
from blog.tools.steps import commit_each
from blog.web.ids import read_id
from blog.web.mailed import door
from blog.web.mailed.own_comments import back_to, owner


@door.get("/mine/<token>/withdrawal")
def own_withdrawal(token: str) -> str:
    """Which comments would be withdrawn, asked before it is done."""
    which, comment = _asked(token, request.args.get("comment"))
    return render_template("mailed/withdrawal.html", token=token, number=queue.count(which), comment=comment)


@door.post("/mine/<token>/withdrawal")
def own_withdrawal_done(token: str) -> Response:
    """Withdraw one's own comment, or all: 303 to one's comments, with what became of it."""
    which, _ = _asked(token, request.form.get("comment"))
    # What was agreed to is the number on the page.
    number = request.form.get("number")
    if number != str(queue.count(which)):
        return back_to(token, notice="changed")
    withdrawn = commit_each(erasing.erase_in_steps(which)) or 0
    # Somebody with the same link, or the newsroom, may have been faster with some.
    return back_to(token, notice="withdrawn" if number == str(withdrawn) else "changed")


def _asked(token: str, comment_id: str | None) -> tuple[ColumnElement[bool], Comment | None]:
    """Which comments are meant, all where none is named, and the one that is. Leads back if it is not there."""
    address = owner(token)
    mine = opening.of_address(address)
    if not comment_id:
        return mine, None
    comment = comments.with_article(read_id(comment_id) or 0)
    if comment is None or comment.address_index != posting.address_index(address):
        abort(back_to(token, notice="changed"))
    return mine & (Comment.id == comment.id), comment
