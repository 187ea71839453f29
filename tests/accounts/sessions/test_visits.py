"""A visit costs the database one question, and is noted once a minute if it can be."""

from datetime import timedelta

from blog.accounts.models import User
from blog.tools.clock import now
from blog.tools.database import db
from tests.accounts.sessions.conftest import rows
from tests.factories import all_writes_refused, count_queries
from tests.pages import Client, sign_in


def test_a_visit_is_noted_once_a_minute(client: Client, author: User) -> None:
    sign_in(client, author)
    (row,) = rows()
    row.seen_at = now() - timedelta(seconds=30)
    seen_at = row.seen_at
    client.page("/desk/articles")
    assert row.seen_at == seen_at
    row.seen_at = now() - timedelta(seconds=61)
    client.page("/desk/articles")
    assert now() - row.seen_at < timedelta(seconds=30)


def test_a_page_asks_one_question_to_know_who_is_there(client: Client, author: User) -> None:
    sign_in(client, author)
    with count_queries() as asked:
        client.page("/desk/articles")
    about_people = [statement for statement in asked if "staff_sessions" in statement or "FROM users" in statement]
    assert len(about_people) == 1, about_people


def test_while_nothing_can_be_written_the_desk_can_be_read(client: Client, author: User) -> None:
    sign_in(client, author)
    (row,) = rows()
    row.seen_at = now() - timedelta(minutes=2)
    db.session.commit()
    with all_writes_refused():
        assert client.page("/desk/articles").heading == "Articles"
