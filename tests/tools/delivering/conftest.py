"""An outbox, and time that passes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blog.tools import outbox
from blog.tools.database import db
from blog.tools.outbox import Mail

ADDRESS = "needle@haystack.example"

with_mail = pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="The Desk <desk@news.example>")


def put(key: str = "one", body: str = "Words.\n", **more: dict[str, str]) -> None:
    outbox.put(ADDRESS, "A subject", body, key=key, **more)
    db.session.commit()


def mail(key: str = "one") -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail).where(Mail.key == key)).one()


def pass_time(by: timedelta) -> None:
    """Let all that is noted in the outbox be that much longer ago."""
    for one in db.session.scalars(select(Mail)):
        for column in ("put_at", "due_at", "claimed_at", "settled_at"):
            if getattr(one, column) is not None:
                setattr(one, column, getattr(one, column) - by)
    db.session.commit()
