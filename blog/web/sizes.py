"""What a request may carry, and how much: checked before it is read, or as soon as it is parsed."""

from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
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
        # Of a form that comes without its length werkzeug takes what is within the limit, and drops the rest: reading
        # on is refused there.
        stream.read(1)
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
    """Refuse with 413 what `app` cannot be meant to read."""
    app.request_class = SizedRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.before_request(_allow_the_desk_more)


def _allow_the_desk_more() -> None:
    # Also to whose session has ended while they wrote: what they typed is to come back.
    if request.path.startswith("/desk/") and sessions.was_begun():
        request.max_content_length = LARGEST_OF_DESK
        request.max_form_memory_size = LONGEST_OF_DESK
