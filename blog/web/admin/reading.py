"""What an admin decides about is what they were shown: comments come and go and are changed meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from flask import abort, request
from sqlalchemy import ColumnElement, and_, false, or_

from blog.comments.filtering import Filter
from blog.comments.models import Comment
from blog.web.admin import door
from blog.web.ids import read_id


@door.app_template_filter()
def as_shown(comment: Comment) -> str:
    """What a form says, in a field `shown`, of each comment that its page shows: which it is, and of what moment."""
    edited = comment.edited_at.isoformat() if comment.edited_at else ""
    return f"{comment.id} {comment.created_at.isoformat()} {edited}"


def is_the_shown_one() -> ColumnElement[bool]:
    """Whether a comment has no id under which the page of this form showed another, as a condition of a query."""
    # SQLite gives the id of the newest comment again once that is deleted.
    others = [and_(Comment.id == number, Comment.created_at != created) for number, created, _ in _shown()]
    return ~or_(false(), *others)


def is_as_shown() -> ColumnElement[bool]:
    """Whether a comment was not shown on the page of this form as anything else, as a condition of a query."""
    changed = [and_(Comment.id == number, Comment.edited_at.is_distinct_from(edited)) for number, _, edited in _shown()]
    return and_(is_the_shown_one(), ~or_(false(), *changed))


def until_shown(wanted: Filter) -> Filter:
    """`wanted` without what came into its tab after the page that the button or the link was on."""
    until = request.values.get("until")
    return wanted if until is None else replace(wanted, until=_moment(until))


def _shown() -> Iterator[tuple[int, datetime, datetime | None]]:
    for text in request.form.getlist("shown"):
        number, _, moments = text.partition(" ")
        created, _, edited = moments.partition(" ")
        yield read_id(number) or 0, _moment(created), _moment(edited) if edited else None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        abort(400)
