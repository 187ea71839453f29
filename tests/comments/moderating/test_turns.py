"""Two who change comments of one article at once wait for each other in one order, so never in a circle."""

import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import forgetting, moderating, reconsidering
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.reconsidering import remove_own
from blog.tools.database import db
from tests.comments.moderating.conftest import decide
from tests.factories import make_comment
from tests.live import PATIENCE


def correct() -> None:
    moderating.correct(db.session.query(Comment).one(), "Dara", "", "Said better.")


def anonymise() -> None:
    assert forgetting.anonymise("dara@example.org") == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("change", [correct, anonymise])
def test_who_waits_for_a_decision_does_not_hold_up_what_it_teaches(
    app: Flask, article: Article, admin: User, change: Callable[[], None]
) -> None:
    decide([make_comment(article, name="Mina", address="dara@example.org", status=PENDING)], APPROVED, admin)
    db.session.commit()
    other = threading.Thread(target=_commit, args=(app, change))
    with db.engine.connect() as deciding:
        # As by a decision about another comment of the article, which has not begun to teach.
        deciding.execute(text("SELECT mark FROM versions FOR UPDATE"))
        other.start()
        _wait_for_who_waits(deciding)
        deciding.execute(text("SELECT id FROM learned FOR UPDATE NOWAIT"))
        deciding.rollback()
    other.join()
    assert db.session.query(Comment).one().name != "Mina"


def _commit(app: Flask, change: Callable[[], None]) -> None:
    with app.app_context():
        change()
        db.session.commit()


def _wait_for_who_waits(connection: Connection) -> None:
    # Other tests wait on the same server, each in a database of its own.
    ours = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    latest = time.monotonic() + PATIENCE
    while not connection.scalar(text(ours)):
        assert time.monotonic() < latest, "nobody waits"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("change", [lambda comment: reconsidering.change_own(comment, "Buy pills."), remove_own])
def test_what_is_called_spam_while_its_writer_waits_stays_as_it_was_read(
    app: Flask, article: Article, admin: User, change: Callable[[Comment], None]
) -> None:
    comment = make_comment(article, "As it was read.", status=PENDING)
    db.session.commit()
    refused: list[bool] = []
    writer = threading.Thread(target=_try, args=(app, change, refused))
    decide([comment], SPAM, admin)
    writer.start()
    _wait_for_who_waits(db.session.connection())
    db.session.commit()
    writer.join()
    assert refused == [True]
    assert (comment.status, comment.text) == (SPAM, "As it was read.")


def _try(app: Flask, change: Callable[[Comment], None], refused: list[bool]) -> None:
    with app.app_context():
        try:
            change(db.session.query(Comment).one())
        except reconsidering.Decided:
            refused.append(True)
        db.session.commit()
