"""The form that a reader fills in, and what is stored of it."""

from typing import Any

from sqlalchemy import select

from blog.comments.models import Comment
from blog.tools.database import db
from tests.pages import Client, Page

TEXT = "Was the harbour master asked? I would like to know."
HELD = "Your comment is awaiting moderation. Only you can see it."

Details = dict[str, str]


def leave(client: Client, path: str, *, status: int = 200, **values: Any) -> Page:
    return client.submit(client.page(path), "Post Comment", status=status, **values)


def stored() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))
