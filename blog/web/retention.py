"""Retention without a clock of its own: once an hour, somebody who writes sets it going after their answer."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import islice

from flask import Flask, Response, current_app, request

from blog.comments import purging
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.throttle import Limit, take
from blog.web.cross_site import SAFE_METHODS

log = logging.getLogger("blog.retention")

HOURLY = Limit("retention", 1, 3600)
# Batches at a time: more than a site gets in an hour, and no long work for the thread that does it.
BATCHES = 10
# Where each process keeps when it has to ask next: until then a write costs nothing here.
_NEXT = "retention_next"


def init_app(app: Flask) -> None:
    """Carry retention out after answers of `app`."""
    app.extensions[_NEXT] = datetime.min.replace(tzinfo=UTC)
    app.after_request(set_going)


def set_going(response: Response) -> Response:
    """`response`; when a write has been answered, and at most once an hour, what is due is deleted."""
    written = request.method not in SAFE_METHODS and response.status_code < 400
    if written and now() >= current_app.extensions[_NEXT]:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: _carry_out(app))
    return response


def _carry_out(app: Flask) -> None:
    # A context, and so a session, of its own: the answer is sent, and nothing that happens here can touch it.
    with app.app_context():
        try:
            # Somebody else may have done it since, in another process.
            seconds = take(HOURLY.of())
            app.extensions[_NEXT] = now() + timedelta(seconds=seconds or HOURLY.seconds)
            if seconds:
                return
            for _ in islice(purging.purge(), BATCHES):
                db.session.commit()
        except Exception as error:
            # The kind alone: a message may hold what the statement held.
            log.warning("Retention has to wait: %s", type(error).__name__)
            db.session.rollback()
