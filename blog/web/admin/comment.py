"""One comment of the queue: replying to it, correcting it."""

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request
from sqlalchemy import and_
from werkzeug.wrappers import Response

from blog.comments import decisions, moderating, posting, queries, queue
from blog.comments.models import APPROVED, ERASED, PENDING, Comment
from blog.tools.database import db
from blog.web.admin import acting_admin, door, wording
from blog.web.admin.filters import arguments, asked_filter, queue_address
from blog.web.admin.forms import AnswerForm, CorrectionForm
from blog.web.admin.reading import is_as_shown
from blog.web.cross_site import SAFE_METHODS
from blog.web.kept import show_kept

CLOSED = "Comments on this article have closed"
CHANGED = "This comment has been changed since you opened the page. Read it again, then {}"
NOT_APPROVED = "This comment is in Spam or in Trash by now. Approve it first, then reply"
GONE = "This comment has been deleted. What you wrote is below: copy it if you need it"
ALREADY_POSTED = "You have already posted this reply"


@door.route("/comments/<id:comment_id>/reply", methods=["GET", "POST"])
def reply(comment_id: int) -> Response:
    """The form to reply to a comment; a waiting one is approved by it."""
    answered, form = _comment(comment_id), AnswerForm()
    if form.is_submitted() and _is_in_order(form, answered, "reply"):
        problem = _answer(answered, form.comment.data)
        if problem is None:
            flash("Your reply is published.")
            wanted = asked_filter()
            return redirect(queue_address(wanted, queue.neighbour(wanted, answered)), 303)
        form.form_errors.append(problem)
        answered = _comment(comment_id)
    return _page("admin/reply.html", answered, form)


@door.route("/comments/<id:comment_id>", methods=["GET", "POST"])
def comment(comment_id: int) -> Response:
    """The form to correct a comment."""
    corrected = _comment(comment_id)
    form = CorrectionForm(data={"author": corrected.name, "url": corrected.website, "comment": corrected.text})
    if form.is_submitted() and _is_in_order(form, corrected, "save"):
        try:
            moderating.correct(corrected, form.author.data, form.url.data, form.comment.data, is_as_shown())
        except moderating.Changed:
            db.session.rollback()
            form.form_errors.append(CHANGED.format("save"))
            corrected = _comment(comment_id)
        else:
            db.session.commit()
            flash("Your changes are saved.")
            return redirect(queue_address(asked_filter(), corrected.id), 303)
    history = {"history": decisions.history(corrected), "told": wording.told, "verdicts": wording.VERDICTS}
    return _page("admin/comment.html", corrected, form, **history)


def _comment(comment_id: int) -> Comment:
    found = queries.with_article(comment_id)
    if found is None or found.status == ERASED:
        abort(404 if request.method in SAFE_METHODS else show_kept(GONE, 404))
    return found


def _is_in_order(form: AnswerForm, comment: Comment, then: str) -> bool:
    """Whether `form` is valid and `comment` is what it was opened for; its page shows the comment as it is now."""
    is_valid = form.validate()
    if queue.count(and_(Comment.id == comment.id, is_as_shown())):
        return bool(is_valid)
    form.form_errors.append(CHANGED.format(then))
    return False


def _answer(answered: Comment, text: str) -> str | None:
    """Post the reply and approve what it answers; where that cannot be, nothing is changed and the reason returned."""
    article = answered.article
    if article.state != "published":
        return CLOSED
    which = and_(queue.chosen([answered.id], PENDING), is_as_shown())
    moderating.decide(which, APPROVED, acting_admin())
    try:
        posting.post_as_staff(article, text, answered.id, acting_admin())
    except posting.Closed:
        problem = CLOSED
    except posting.ParentGone:
        problem = CHANGED.format("reply") if answered.status == PENDING else NOT_APPROVED
    except posting.AlreadyPosted:
        problem = ALREADY_POSTED
    else:
        db.session.commit()
        return None
    db.session.rollback()
    return problem


def _page(template: str, comment: Comment, form: AnswerForm, **more: Any) -> Response:
    wanted = asked_filter()
    page = render_template(
        template, comment=comment, form=form, here=arguments(wanted), back=queue_address(wanted, comment.id), **more
    )
    return make_response(page, 422 if form.errors else 200)
