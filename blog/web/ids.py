"""Ids in addresses and in forms: whole numbers that the database can look for."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

# What an INTEGER column of PostgreSQL holds at most; it answers a larger one with an error.
LARGEST = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<id:comment_id>` in the rule of a page."""

    def __init__(self, map: Map) -> None:  # noqa: A002  named by werkzeug
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Let the pages of `app` have ids in their addresses."""
    app.url_map.converters["id"] = IdConverter


def read_id(text: str | None) -> int | None:
    """The id that `text` is; None for what cannot be one."""
    if not (text and text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    return int(text) if int(text) <= LARGEST else None
