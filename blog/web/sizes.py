"""How much a request may carry: checked before it is read, or as soon as it is parsed."""

from typing import IO, Any

from flask import Flask, Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

# In bytes: a comment at its longest is a fifth of it. The desk allows itself more.
LARGEST_REQUEST = 256 * 1024
# The queue of comments sends one for each comment on a page, and a page has 25.
MOST_FIELDS = 200

_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class _CountingParser(FormDataParser):
    """Werkzeug counts the parts of a multipart form as it reads them, but not the fields of the other kind."""

    def parse(self, *args: Any, **kwargs: Any) -> _Parsed:
        stream, form, files = super().parse(*args, **kwargs)
        if sum(map(len, form.listvalues())) > MOST_FIELDS:
            raise RequestEntityTooLarge
        return stream, form, files


class SizedRequest(Request):
    """A request whose form has a number of fields that a person could have filled in."""

    form_data_parser_class = _CountingParser


def init_app(app: Flask) -> None:
    """Refuse with 413 what `app` cannot be meant to read."""
    app.request_class = SizedRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
