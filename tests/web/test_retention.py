"""Retention is carried out by the site itself: after somebody's write, once an hour, and to nobody's harm."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from blog.articles.models import Article
from blog.comments import erasing
from blog.comments.models import SPAM, Comment
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.throttle import Attempt
from tests.factories import make_article, make_comment
from tests.pages import Client

# Each process remembers when it has to ask next.
pytestmark = pytest.mark.fresh_app


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article()


def discard(article: Article, name: str) -> None:
    make_comment(article, name=name, status=SPAM, status_since=now() - timedelta(days=31))


def names() -> set[str]:
    return set(db.session.scalars(select(Comment.name)))


def reply(client: Client, article: Article, text: str) -> int:
    data = {"article": article.id, "author": "Dara", "email": "dara@example.org", "comment": text}
    return client.post("/comments", data=data).status_code


def test_a_reply_sets_it_going_at_most_once_an_hour(client: Client, article: Article) -> None:
    discard(article, "Old")
    assert reply(client, article, "One") == 303
    assert names() == {"Dara"}
    discard(article, "Older")
    assert reply(client, article, "Two") == 303
    assert names() == {"Dara", "Older"}
    db.session.commit()
    with time_machine.travel(now() + timedelta(hours=1), tick=True):
        assert reply(client, article, "Three") == 303
    assert names() == {"Dara"}


def test_reading_and_refused_forms_do_not(client: Client, article: Article) -> None:
    discard(article, "Old")
    client.page("/")
    assert reply(client, article, "") == 422
    assert names() == {"Old"}


def test_it_does_so_much_and_no_more(client: Client, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "STEP", 1)
    for number in range(12):
        discard(article, f"Old{number}")
    reply(client, article, "One")
    # The emptied places go in the next hour.
    assert names() == {"", "Dara", "Old10", "Old11"}


def test_its_failure_harms_nobody_and_tells_nothing(
    client: Client, article: Article, caplog: pytest.LogCaptureFixture
) -> None:
    # Of a table that is away, every statement fails.
    db.session.execute(Attempt.__table__.delete())
    db.session.commit()
    Attempt.__table__.drop(db.engine)
    assert reply(client, article, "One") == 303
    assert names() == {"Dara"}
    assert "Retention has to wait: " in caplog.text
    assert "throttle_attempts" not in caplog.text
