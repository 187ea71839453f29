"""The server sends its mail by itself: in each process that answers requests, one thread goes round with it."""

import logging
from threading import Lock, Thread

from flask import Flask, current_app

from blog.comments import mailing
from blog.tools import mail, outbox
from blog.tools.database import db

# Seconds until the next round, unless something is put into the outbox before.
EVERY = 60

log = logging.getLogger("blog.mail")


class Postman:
    """Goes round from the first request on, where mail is configured, until the process ends."""

    def __init__(self, app: Flask) -> None:
        self.is_to_begin = True
        self._app = app
        self._lock = Lock()

    def start(self) -> None:
        """Begin, if nobody has."""
        with self._lock:
            begins, self.is_to_begin = self.is_to_begin, False
        if begins:
            Thread(target=self._keep_going, name="postman", daemon=True).start()

    def go_round(self) -> None:
        """Put into the outbox what is to be mailed by now, and send what is due. What goes wrong is in the log."""
        # That of a request, for the addresses in the mails; its session is nobody else's.
        with self._app.test_request_context():
            try:
                mailing.send_due()
            except Exception as error:
                # The kind alone: a message may hold what a statement held.
                log.warning("Mail has to wait for the next round: %s", type(error).__name__)
                db.session.rollback()

    def _keep_going(self) -> None:
        while True:
            # Before the round: what is put during it is for the next one.
            outbox.arrived.clear()
            self.go_round()
            outbox.arrived.wait(EVERY)


def init_app(app: Flask) -> None:
    """Give `app` a postman."""
    app.extensions["postman"] = Postman(app)
    app.before_request(_set_going)


def _set_going() -> None:
    postman: Postman = current_app.extensions["postman"]
    if postman.is_to_begin and mail.is_configured():
        postman.start()
