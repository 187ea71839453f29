"""What of the queue an address means: the tab, what is searched for, the page."""

from typing import Any

from flask import request, url_for

from blog.comments.models import PENDING
from blog.comments.queue import TABS, Filter
from blog.web.forms import tidy
from blog.web.ids import read_id
from blog.web.paging import asked_page

LONGEST_SEARCH = 254


def asked_filter() -> Filter:
    """The comments that the request's address means; what makes no sense in it is left out."""
    status = request.args.get("status", PENDING)
    return Filter(
        status if status in TABS else PENDING,
        tidy(request.args.get("q"))[:LONGEST_SEARCH],
        read_id(request.args.get("article")),
    )


def arguments(wanted: Filter) -> dict[str, Any]:
    """What an address says that means `wanted`, for `url_for`."""
    return {"status": wanted.status, "q": wanted.words or None, "article": wanted.article_id}


def queue_address(wanted: Filter, at: int | None = None, **more: Any) -> str:
    """Where the queue shows `wanted`, on the page that the request names, at the comment with the id `at`."""
    page = asked_page()
    return url_for(
        "admin.comments",
        **arguments(wanted),
        page=page if page > 1 else None,
        **more,
        _anchor=f"c{at}" if at is not None else None,
    )
