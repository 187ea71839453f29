"""An admin decides about one comment of the daily mail, without signing in. Opening the link decides nothing."""

from flask import abort, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy import and_
from werkzeug.wrappers import Response

from blog.accounts.models import User
from blog.comments import decisions, digesting, moderating, queue
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment
from blog.tools.database import db
from blog.web.admin import wording
from blog.web.admin.reading import is_as_shown
from blog.web.mailed import door

STATUSES = (APPROVED, SPAM, TRASH)
CHANGED = "The comment has been changed since you opened the page. Read it again."


@door.get("/decision/<token>")
def decision(token: str) -> Response:
    """The comment, with a button for each status that it may get, as long as it waits."""
    admin, comment = _opened(token)
    return _page(token, comment, _already(comment, admin))


@door.post("/decision/<token>")
def decision_made(token: str) -> Response:
    """Decide as the admin who was mailed the link."""
    admin, comment = _opened(token)
    status = next((one for one in STATUSES if one in request.form), None)
    if status is None:
        abort(400)
    name = comment.name
    decided = moderating.decide(and_(queue.chosen([comment.id], PENDING), is_as_shown()), status, admin)
    if decided is None:
        db.session.rollback()
        _, comment = _opened(token)
        return _page(token, comment, _already(comment, admin) or CHANGED, 409)
    db.session.commit()
    _, comment = _opened(token)
    return _page(token, comment, wording.decided(decided, name))


def _opened(token: str) -> tuple[User, Comment]:
    opened = digesting.opened_by(token)
    if opened is None:
        abort(404)
    return opened


def _already(comment: Comment, admin: User) -> str | None:
    """What has become of a comment that waits no more, and by whom."""
    if comment.status == PENDING:
        return None
    return wording.already(comment, decisions.decided_by([comment.id]).get(comment.id), admin)


def _page(token: str, comment: Comment, notice: str | Markup | None, status: int = 200) -> Response:
    page = render_template(
        "mailed/decision.html",
        token=token,
        comment=comment,
        waits=comment.status == PENDING,
        notice=notice,
        failed=status != 200,
    )
    return make_response(page, status)
