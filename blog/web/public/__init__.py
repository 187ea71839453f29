"""The readers' door: anonymous pages, the same bytes for everybody, that any cache may keep."""

from flask import Blueprint, Response, request

from blog.page_cache.making import present
from blog.web.headers import PUBLIC
from blog.web.shell import shell

door = Blueprint("public", __name__)


@door.before_request
def look_at_the_newsroom() -> None:
    """Before anything is read of what is on a page that is to be kept."""
    if present() is not None:
        shell()


@door.after_request
def let_caches_keep(response: Response) -> Response:
    """A page without a rule of its own gets a strong ETag, and 304 for who has it already."""
    if request.method in ("GET", "HEAD") and response.status_code == 200 and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = PUBLIC
        response.add_etag()
        response.make_conditional(request)
    return response


# The pages hang themselves on the door above.
from blog.web.public import (  # noqa: E402, F401
    archive,
    articles,
    front,
    health,
    images,
    mine,
    people,
    replies,
    reports,
    robots,
    stamp,
    tags,
    ticker,
)
