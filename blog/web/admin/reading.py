"""What an admin approves is what they were shown: the writer of a comment that waits can change it meanwhile."""

from datetime import datetime

from flask import request
from sqlalchemy import ColumnElement, false, or_

from blog.comments.models import Comment
from blog.tools.clock import now


def moment() -> str:
    """The present moment, for the field `read` of a form; to be asked for before what its page shows is."""
    return now().isoformat()


def is_as_read() -> ColumnElement[bool]:
    """Whether a comment is what it was on the page that this form was on, as a condition of a query."""
    try:
        read_at = datetime.fromisoformat(request.form.get("read", "")).astimezone()
    except (ValueError, OverflowError):
        return false()
    return or_(Comment.edited_at.is_(None), Comment.edited_at <= read_at)
