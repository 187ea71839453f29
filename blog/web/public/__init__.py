"""The readers' door: anonymous pages, the same bytes for everybody, that any cache may keep."""

from flask import Blueprint, Response, request
from sqlalchemy.exc import OperationalError

from blog.page_cache.making import is_kept
from blog.web.fragments import look_at_the_newsroom, look_later
from blog.web.headers import PUBLIC
from blog.web.kept import keep_what_was_typed

door = Blueprint("public", __name__)

keep_what_was_typed(door)


@door.before_request
def begin() -> None:
    """Look at the newsroom before anything is read of it."""
    try:
        look_at_the_newsroom()
    except OperationalError:
        # A database that is away is met again where it is needed, and there a reply gets its text back.
        look_later()


@door.after_request
def let_caches_keep(response: Response) -> Response:
    """A page without a rule of its own gets a strong ETag, and 304 for a browser that has it already."""
    if request.method in ("GET", "HEAD") and response.status_code == 200 and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = PUBLIC
        # What is kept is sent from in front of Flask, with its tag, to those who do not have it yet, and dated then.
        if not is_kept():
            response.add_etag()
            response.make_conditional(request)
    return response


# The pages hang themselves on the door above.
from blog.web.public import (  # noqa: E402, F401
    archive,
    articles,
    comment,
    front,
    health,
    images,
    mine,
    own_comment,
    people,
    replies,
    reports,
    robots,
    saved_details,
    stamp,
    tags,
    ticker,
)
