"""The postman, who goes round when a test says so."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import update

from blog.comments.models import Comment
from blog.tools.clock import now
from blog.tools.database import db
from tests.conftest import Delivery

Round = Callable[..., list[EmailMessage]]


@pytest.fixture
def go_round(deliver: Delivery) -> Round:
    """Lets the postman go round when all decisions have stood for some minutes; the mails that came of it."""

    def go(*, at_once: bool = False) -> list[EmailMessage]:
        if not at_once:
            db.session.execute(update(Comment).values(status_since=now() - timedelta(minutes=5)))
        return deliver()

    return go
