"""Ids in addresses and in forms: whole numbers that the database can look for."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from blog.tools.database import LARGEST_ID


class IdConverter(IntegerConverter):
    """`<id:comment_id>` in the rule of a page."""

    def __init__(self, map: Map) -> None:  # noqa: A002  named by werkzeug
        super().__init__(map, max=LARGEST_ID)


def init_app(app: Flask) -> None:
    """Let the pages of `app` have ids in their addresses."""
    app.url_map.converters["id"] = IdConverter


def read_id(text: str | None) -> int | None:
    """The id that `text` is; None for what cannot be one."""
    if not (text and text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        return None
    return int(text) if int(text) <= LARGEST_ID else None
