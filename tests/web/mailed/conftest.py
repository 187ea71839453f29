"""A commenter's mailbox, and the postman who fills it when a test says so."""

import contextvars
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import update

from blog.comments.models import Comment
from blog.tools.clock import now
from blog.tools.database import db
from tests.mailbox import Mailbox

Round = Callable[..., list[EmailMessage]]


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        app.config["MAIL_PORT"] = mailbox.port
        yield mailbox


@pytest.fixture
def go_round(app: Flask, mailbox: Mailbox) -> Round:
    """Lets the postman go round when all decisions have stood for some minutes; the mails that came of it."""

    def go(*, at_once: bool = False) -> list[EmailMessage]:
        if not at_once:
            db.session.execute(update(Comment).values(status_since=now() - timedelta(minutes=5)))
        db.session.commit()
        known = len(mailbox.mails)
        # With a session of its own, as on a thread of its own.
        contextvars.Context().run(app.extensions["postman"].go_round)
        return mailbox.mails[known:]

    return go
