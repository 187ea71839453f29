"""Work that the visitor does not wait for, and whose length tells them nothing."""

import logging
from collections.abc import Callable

from flask import Response, after_this_request, current_app

from blog.tools.database import db

log = logging.getLogger("blog.afterwards")


def afterwards(work: Callable[[], object]) -> None:
    """Do `work` in a context of the app once the answer to this request is sent. What goes wrong is in the log."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def do() -> None:
        with app.app_context():
            try:
                work()
                db.session.commit()
            except Exception:
                log.exception("What was left to do after an answer has failed")

    @after_this_request
    def keep_for_later(response: Response) -> Response:
        response.call_on_close(do)
        return response
