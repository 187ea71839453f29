"""What a request may carry, and how much: checked before it is read, or as soon as it is parsed."""

from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser

from blog.accounts import sessions

# In bytes: a comment at its longest, in signs that take twelve each on the way, is two fifths of it.
LARGEST_REQUEST = 256 * 1024
# From the desk: a picture of 10 MB beside an article, and as much again, so that who sends a bigger one is told its
# size, and keeps the text; and the longest text that a field may hold.
LARGEST_OF_DESK = 24 * 1024 * 1024
LONGEST_OF_DESK = 4 * 1024 * 1024
# The queue of comments sends two for each comment on a page, and a page has 25.
MOST_FIELDS = 200
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# What the desk has files in. All other fields are text, and nothing that reads one expects a file.
FILE_FIELDS = {"file", "lead_file", "photo"}

_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class _FormParser(FormDataParser):
    """Reads forms as pages of the site send them, and nothing else: Flask-WTF would take JSON for a form, too."""

    def parse(self, stream: IO[bytes], mimetype: str, *args: Any, **kwargs: Any) -> _Parsed:
        if mimetype not in FORMS:
            raise UnsupportedMediaType
        stream, form, files = super().parse(stream, mimetype, *args, **kwargs)
        # Werkzeug counts the parts of a multipart form as it reads them, but not the fields of the other kind.
        if sum(map(len, form.listvalues())) > MOST_FIELDS:
            raise RequestEntityTooLarge
        if not files.keys() <= FILE_FIELDS:
            for _, file in files.items(multi=True):
                file.close()
            raise BadRequest
        return stream, form, files


class SizedRequest(Request):
    """A request whose form is one that a person could have filled in."""

    form_data_parser_class = _FormParser


def init_app(app: Flask) -> None:
    """Refuse what `app` cannot be meant to read: 413 for too much, 411 for what does not say how much it is."""
    app.request_class = SizedRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.before_request(_count_what_comes)
    app.before_request(_allow_the_desk_more)


def _count_what_comes() -> None:
    # The server gives what has come when a connection breaks as if it were all, so a text that was cut would be stored
    # over the whole one: Werkzeug is not to trust it, and to count. No browser sends a form without its length.
    request.environ.pop("wsgi.input_terminated", None)
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired


def _allow_the_desk_more() -> None:
    # Also to whose session has ended while they wrote: what they typed is to come back.
    if request.path.startswith("/desk/") and sessions.was_begun():
        request.max_content_length = LARGEST_OF_DESK
        request.max_form_memory_size = LONGEST_OF_DESK
