"""What a reply asks of the database is bounded and found by an index, however much there is already."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from blog.articles.models import Article
from blog.comments.spam.learning import FEATURES
from blog.comments.spam.models import Learned
from blog.comments.spam.weighing import ENOUGH
from blog.comments.threads import PAGE_THREADS
from blog.tools.database import db
from tests.factories import make_article, make_comment

# That of an accepted reply, all that it takes: no more are made without a reason. PostgreSQL takes its turn at the
# limits by one more.
MOST = {"sqlite": 18, "postgresql": 19}

# What grows with every reply, and with what admins teach.
GROWING = ("comments", "comment_bands", "throttle_attempts", "learned_features")
INDEXES = (
    "ix_comments_thread",
    "ix_comments_sender",
    "ix_comments_network",
    "ix_comment_bands_band",
    "ix_throttle_attempts_key",
    "ix_throttle_attempts_expires_at",
)
WHOLE_TABLE = {
    "sqlite": re.compile(rf"SCAN ({'|'.join(GROWING)})\b"),
    "postgresql": re.compile(rf"Seq Scan on ({'|'.join(GROWING)})\b"),
}

WORDS = "the ferry was late again and nobody at the harbour told us why"

Asked = tuple[str, Any, bool]

pytestmark = pytest.mark.settings(REPLY_SECONDS=15, REPLIES_AN_HOUR=10)


@pytest.fixture
def article(app: Flask) -> Article:
    """An article with replies of six known senders, in a newsroom whose classifier has learned enough to speak."""
    article = make_article()
    for number in range(6):
        make_comment(article, f"Reply {number}", name=f"Reader{number}")
    db.session.merge(Learned(id=1, version=FEATURES, spam=ENOUGH, fair=ENOUGH, unpruned=0))
    db.session.commit()
    # The first reply in an hour sets retention going.
    reply(app, article.id, 0)
    return article


def reply(app: Flask, article_id: int, number: int, parent_id: int | None = None) -> None:
    """A reply of a known sender that is published at once."""
    data = {
        "article": article_id,
        "parent": parent_id or "",
        "author": "Dara",
        "email": f"reader{number}@example.org",
        # Unlike any other, and long enough to be compared with them.
        "comment": " ".join(f"{word}{number}" for word in WORDS.split()),
    }
    address = {"REMOTE_ADDR": f"203.0.{number}.7"}
    answer = app.test_client().post("/comments", data=data, environ_base=address)
    assert answer.status_code == 303
    assert "notice=published" in answer.location


@contextlib.contextmanager
def watching() -> Iterator[list[Asked]]:
    """The statements that are sent inside the block on any connection, with their values, and whether of many rows."""
    asked: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        asked.append((statement, values, many))

    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in db.engines.values():
            event.remove(engine, "before_cursor_execute", note)


def plan(statement: str, values: Any) -> str:
    """How the database finds the rows of `statement`, where it takes any index that it can."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            # So few rows would else be read in any way, and sorted.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
            connection.exec_driver_sql("SET LOCAL enable_sort = off")
            return "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row.detail for row in rows)


def test_a_reply_asks_for_no_more_in_a_long_thread(app: Flask, article: Article) -> None:
    article_id = article.id
    with watching() as asked:
        reply(app, article_id, 1)
    for number in range(PAGE_THREADS * 2):
        make_comment(article, f"Before {number}", name=f"Other{number}")
    db.session.commit()
    with watching() as asked_later:
        reply(app, article_id, 2)
    assert len(asked) == len(asked_later) == MOST[db.engine.dialect.name], [statement for statement, _, _ in asked]


def test_all_that_grows_is_found_by_an_index(app: Flask, article: Article) -> None:
    article_id, parent_id = article.id, make_comment(article, "What do you say?", name="Sia").id
    db.session.commit()
    with watching() as asked:
        reply(app, article_id, 3)
        reply(app, article_id, 4, parent_id)
    explained = {statement: plan(statement, values) for statement, values, many in asked if not many}
    whole = WHOLE_TABLE[db.engine.dialect.name]
    assert {statement: found for statement, found in explained.items() if whole.search(found)} == {}
    plans = "\n".join(explained.values())
    assert [index for index in INDEXES if index not in plans] == []
    assert all(any(table in statement for statement in explained) for table in GROWING)


def test_the_order_of_a_thread_is_read_from_its_index_alone(app: Flask, article: Article) -> None:
    with watching() as asked:
        reply(app, article.id, 5)
    (found,) = (plan(one, values) for one, values, _ in asked if one.startswith("SELECT comments.id, comments.parent"))
    assert re.search("COVERING INDEX ix_comments_thread|Index Only Scan using ix_comments_thread", found), found
