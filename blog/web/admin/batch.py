"""Deciding about comments, one or many, and taking a decision back."""

from dataclasses import dataclass, replace

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from blog.comments import moderating, queries, queue
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment, ModerationBatch
from blog.comments.moderating import Undone
from blog.comments.queue import Filter
from blog.tools.database import db
from blog.tools.steps import commit_each
from blog.web.admin import acting_admin, door, wording
from blog.web.admin.filters import arguments, asked_filter, queue_address
from blog.web.admin.wording import REMOVAL
from blog.web.ids import read_id

VERDICTS = (APPROVED, SPAM, TRASH, PENDING)


@dataclass(frozen=True)
class Press:
    """Which button was pressed: its verdict, and the comments that it is about; None for all that match the filter."""

    verdict: str
    ids: list[int] | None


@dataclass(frozen=True)
class Missed:
    """A comment that was not decided about because it has changed since the page was loaded."""

    comment: Comment | None
    by: ModerationBatch | None
    why: str


@door.post("/comments/batch")
def batch() -> Response:
    wanted, press = asked_filter(), _press()
    if press.ids == []:
        flash("Select one or more comments first.", "error")
        return redirect(queue_address(wanted), 303)
    if press.verdict == REMOVAL:
        return redirect(_removal_address(wanted, press), 303)
    last = db.session.get(Comment, press.ids[-1]) if press.ids else None
    decided = commit_each(moderating.decide_in_steps(_which(wanted, press), press.verdict, acting_admin()))
    missed = _missed(press, decided)
    if any(one.comment is None or one.comment.status != press.verdict for one in missed):
        return _dispute(wanted, press, decided, missed)
    if missed:
        # The same button twice, or two admins of one mind.
        flash(missed[0].why if len(missed) == 1 else f"{len(missed):,} were already {wording.DONE[press.verdict]}.")
        decided = decided or missed[0].by
    at = queue.neighbour(wanted, last) if last else None
    return redirect(queue_address(wanted, at, done=decided.id if decided else None), 303)


@door.post("/comments/undo")
def undo() -> Response:
    wanted = asked_filter()
    undone = queries.own_batch(read_id(request.form.get("batch")) or 0, acting_admin())
    if undone is None:
        abort(404)
    flash(wording.undone(commit_each(moderating.undo_in_steps(undone)) or Undone(0, 0)))
    return redirect(queue_address(wanted, read_id(request.form.get("first"))), 303)


def _press() -> Press:
    """A button of one card carries its verdict as name and the id as value; one of the bar acts on what is selected."""
    form = request.form
    for verdict in (*VERDICTS, REMOVAL):
        if verdict in form:
            return Press(verdict, _ids([form[verdict]]))
    if form.get("bulk") not in (*VERDICTS, REMOVAL):
        abort(400)
    return Press(form["bulk"], None if "all" in form else _ids(form.getlist("id")))


def _ids(texts: list[str]) -> list[int]:
    return [number for text in texts if (number := read_id(text)) is not None]


def _which(wanted: Filter, press: Press) -> ColumnElement[bool]:
    if press.ids is None:
        return queue.matching(replace(wanted, until=read_id(request.form.get("until"))))
    return queue.chosen(press.ids, request.form.get("was", wanted.status))


def _missed(press: Press, decided: ModerationBatch | None) -> list[Missed]:
    ids = press.ids or []
    decisions = queries.decided_by(ids)
    missed = [number for number in ids if decided is None or decisions.get(number) is not decided]
    comments = queries.by_ids(missed)
    return [_told(comments.get(number), decisions.get(number)) for number in missed]


def _told(comment: Comment | None, by: ModerationBatch | None) -> Missed:
    if comment is not None and comment.status == ERASED:
        comment = None
    return Missed(comment, by, wording.already(comment, by, acting_admin()))


def _dispute(wanted: Filter, press: Press, decided: ModerationBatch | None, missed: list[Missed]) -> Response:
    """A page with what was not done, which offers to do it all the same."""
    number, _, name = queries.decided_in(decided) if decided else (0, 0, "")
    page = render_template(
        "admin/missed.html",
        missed=missed,
        verdict=press.verdict,
        anyway=wording.ANYWAY[press.verdict],
        done=wording.decided(press.verdict, number, name) if number else None,
        tab=arguments(wanted),
        back=queue_address(wanted, done=decided.id if decided else None),
    )
    return make_response(page, 409)


def _removal_address(wanted: Filter, press: Press) -> str:
    which = {"all": 1, "until": request.form.get("until")} if press.ids is None else {"id": press.ids}
    return url_for("admin.removal", **arguments(wanted), **which)
