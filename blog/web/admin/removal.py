"""Deleting comments for good: the page that names their number and asks."""

from flask import abort, flash, make_response, redirect, render_template, request
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from blog.comments import erasing, queue
from blog.comments.filtering import Filter
from blog.comments.models import SPAM, TRASH
from blog.tools.steps import commit_each
from blog.web.admin import door
from blog.web.admin.filters import asked_filter, queue_address
from blog.web.admin.reading import until_shown
from blog.web.admin.wording import TAB_NAMES, counted
from blog.web.freshness import fresh
from blog.web.ids import read_id


@door.route("/comments/removal", methods=["GET", "POST"])
@fresh
def removal() -> Response:
    """What is to be deleted for good, and after a second look 303 to the queue without it."""
    wanted = asked_filter()
    if wanted.status not in (TRASH, SPAM):
        abort(404)
    which = _which(wanted)
    number = queue.count(which)
    if not number:
        flash(f"There is nothing to delete in {TAB_NAMES[wanted.status]}.")
        return redirect(queue_address(wanted), 303)
    # What was agreed to is the number on the page.
    agreed = request.form.get("number") == str(number)
    if request.method == "POST" and agreed:
        flash(f"{counted(commit_each(erasing.erase_in_steps(which)) or 0, 'comment')} deleted for good.")
        return redirect(queue_address(wanted), 303)
    page = render_template(
        "admin/removal.html",
        number=number,
        tab=TAB_NAMES[wanted.status],
        back=queue_address(wanted),
        changed=request.method == "POST",
    )
    return make_response(page, 409 if request.method == "POST" else 200)


def _which(wanted: Filter) -> ColumnElement[bool]:
    if "all" in request.args:
        return queue.matching(until_shown(wanted))
    ids = [read_id(text) for text in request.args.getlist("id")]
    return queue.chosen([number for number in ids if number is not None], wanted.status)
