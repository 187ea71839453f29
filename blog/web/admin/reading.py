"""What an admin decides about is what they were shown: comments come and go and are changed meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from flask import abort, request
from sqlalchemy import ColumnElement, and_, false, func, or_

from blog.comments.filtering import Filter
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


def until_shown(wanted: Filter) -> Filter:
    """`wanted` without what came into its tab after the page that the button or the link was on."""
    until = request.values.get("until")
    return wanted if until is None else replace(wanted, until=_moment(until))


def _shown() -> Iterator[tuple[int, datetime]]:
    for text in request.form.getlist("shown"):
        number, _, moment = text.partition(" ")
        yield read_id(number) or 0, _moment(moment)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        abort(400)
