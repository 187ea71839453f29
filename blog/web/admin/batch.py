"""Deciding about comments, one or many, and taking a decision back."""

from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import ColumnElement, and_
from werkzeug.wrappers import Response

from blog.comments import decisions, moderating, queue
from blog.comments.filtering import Filter
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment, ModerationBatch
from blog.tools.database import db
from blog.tools.steps import commit_each
from blog.web.admin import acting_admin, dispute, door, wording
from blog.web.admin.dispute import Missed
from blog.web.admin.filters import arguments, asked_filter, queue_address
from blog.web.admin.reading import is_as_shown, is_the_shown_one, until_shown
from blog.web.admin.wording import REMOVAL
from blog.web.ids import read_id

STATUSES = (APPROVED, SPAM, TRASH, PENDING)


@dataclass(frozen=True)
class Press:
    """What was pressed: a status to give, or REMOVAL, and the comments meant; None for all that match the filter.

    `taken` is the decision of somebody else who had been faster with all that is meant.
    """

    action: str
    ids: list[int] | None
    taken: ModerationBatch | None = None


@door.post("/comments/batch")
def batch() -> Response:
    """Decide about the chosen comments: 303 to the queue, or the page of those that somebody else was faster with."""
    wanted, press = until_shown(asked_filter()), _press()
    if press.ids == []:
        flash("Select one or more comments first.", "error")
        return redirect(queue_address(wanted), 303)
    if press.action == REMOVAL:
        return redirect(_removal_address(wanted, press), 303)
    last = db.session.get(Comment, press.ids[-1]) if press.ids else None
    decided = commit_each(moderating.decide_in_steps(_which(wanted, press), press.action, acting_admin()))
    if decided is None:
        db.session.rollback()
    missed = _missed(wanted, press, decided)
    if any(one.status != press.action for one in missed):
        return dispute.about_decision(wanted, press.action, decided, missed)
    if missed:
        # The same button twice, or two admins of one mind.
        number = sum(one.number for one in missed)
        flash(missed[0].why if len(missed) == 1 else f"{number:,} were already {wording.DONE[press.action]}.")
        decided = decided or missed[0].by
    at = queue.neighbour(wanted, last) if last else None
    return redirect(queue_address(wanted, at, done=decided.id if decided else None), 303)


@door.post("/comments/undo")
def undo() -> Response:
    """Take a decision back: 303 to where it was pressed, or the page of comments decided about since."""
    wanted = asked_filter()
    undone = decisions.batch(read_id(request.form.get("batch")) or 0)
    if undone is None:
        abort(404)
    back = queue_address(wanted, read_id(request.form.get("first")))
    if "decisions" in request.form:
        back = url_for("admin.decisions", page=request.args.get("page"), admin=request.args.get("admin"))
    return _undo(undone, back)


def _undo(batch: ModerationBatch, back: str) -> Response:
    steps = moderating.undo_in_steps(batch, acting_admin(), anyway="anyway" in request.form)
    try:
        result = commit_each(steps)
    except moderating.TooLate:
        flash(wording.TOO_LATE, "error")
        return redirect(back, 303)
    if result and result.left and (later := decisions.decided_later(decisions.left_by_undo(batch), batch.id)):
        return dispute.about_undo(batch, result, later, back)
    flash(wording.undone(result, batch, acting_admin()))
    return redirect(back, 303)


def _press() -> Press:
    """A button of one card carries its action as name and the id as value; one of the bar acts on what is selected."""
    form = request.form
    for action in (*STATUSES, REMOVAL):
        if action in form:
            return Press(action, _ids([form[action]]))
    if form.get("bulk") not in (*STATUSES, REMOVAL):
        abort(400)
    if "taken" in form:
        return Press(form["bulk"], None, decisions.batch(read_id(form["taken"]) or 0) or abort(400))
    return Press(form["bulk"], None if "all" in form else _ids(form.getlist("id")))


def _ids(texts: list[str]) -> list[int]:
    return [number for text in texts if (number := read_id(text)) is not None]


def _which(wanted: Filter, press: Press) -> ColumnElement[bool]:
    meant = _meant(wanted, press)
    # What is reported is public already.
    publishes = press.action == APPROVED and wanted.status != queue.REPORTED
    return and_(meant, is_as_shown() if publishes else is_the_shown_one())


def _meant(wanted: Filter, press: Press) -> ColumnElement[bool]:
    if press.taken is not None:
        return queue.taken(wanted, press.taken)
    if press.ids is None:
        return queue.matching(wanted)
    return queue.chosen(press.ids, _former(wanted))


def _former(wanted: Filter) -> str:
    """The tab that the comments were in."""
    return request.form.get("was", wanted.status)


def _missed(wanted: Filter, press: Press, decided: ModerationBatch | None) -> list[Missed]:
    """What was not decided about because somebody else was faster."""
    if press.ids is not None:
        return dispute.missed(press.ids, decided, _former(wanted))
    seen = read_id(request.form.get("seen"))
    return dispute.missed_of_all(wanted, seen, decided) if seen is not None else []


def _removal_address(wanted: Filter, press: Press) -> str:
    which = {"all": 1, "until": wanted.until and wanted.until.isoformat()} if press.ids is None else {"id": press.ids}
    return url_for("admin.removal", **arguments(wanted), **which)
