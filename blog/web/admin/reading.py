"""What an admin approves is what they were shown: the writer of a comment that waits can change it meanwhile."""

from collections.abc import Iterator
from datetime import datetime

from flask import abort, request
from sqlalchemy import ColumnElement, and_, false, func, or_

from blog.comments.models import Comment
from blog.web.admin import door
from blog.web.ids import read_id


@door.app_template_filter()
def as_shown(comment: Comment) -> str:
    """What a form says, in a field `shown`, of each comment that its page shows: which it is, and of what moment."""
    # The moment tells it also from a later one with the number of one that was deleted, which SQLite gives again.
    return f"{comment.id} {(comment.edited_at or comment.created_at).isoformat()}"


def is_as_shown() -> ColumnElement[bool]:
    """Whether a comment was not shown on the page of this form as anything else, as a condition of a query."""
    moment = func.coalesce(Comment.edited_at, Comment.created_at)
    others = [and_(Comment.id == number, moment != shown) for number, shown in _shown()]
    return ~or_(false(), *others)


def _shown() -> Iterator[tuple[int, datetime]]:
    for text in request.form.getlist("shown"):
        number, _, moment = text.partition(" ")
        try:
            yield read_id(number) or 0, datetime.fromisoformat(moment).astimezone()
        except (ValueError, OverflowError):
            abort(400)
