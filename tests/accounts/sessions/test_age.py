"""A session ends by itself when it is idle or old, and nothing that was typed is lost."""

from datetime import timedelta

import pytest

from blog.accounts.models import User
from blog.articles.models import Article
from blog.tools.clock import now
from blog.tools.database import db
from tests.accounts.sessions.conftest import is_signed_in, rows
from tests.factories import make_session
from tests.pages import Client, sign_in


@pytest.mark.settings(SESSION_IDLE_HOURS=3, SESSION_DAYS=2)
@pytest.mark.parametrize(
    ("started", "seen", "lasts"),
    [
        (timedelta(hours=4), timedelta(hours=2, minutes=59), True),
        (timedelta(hours=4), timedelta(hours=3, seconds=1), False),
        (timedelta(days=2, seconds=1), timedelta(seconds=1), False),
        (timedelta(days=1, hours=23), timedelta(seconds=1), True),
    ],
)
def test_a_session_ends_by_itself(
    client: Client, author: User, started: timedelta, seen: timedelta, lasts: bool
) -> None:
    sign_in(client, author)
    (row,) = rows()
    row.started_at, row.seen_at = now() - started, now() - seen
    assert is_signed_in(client) == lasts


def test_what_is_typed_as_the_session_ends_is_kept(client: Client, author: User) -> None:
    sign_in(client, author)
    form = client.page("/desk/articles/new")
    (row,) = rows()
    row.seen_at -= timedelta(hours=12)
    kept = client.submit(form, "Save draft", headline="The road north", body="Open at noon.", status=401)
    assert "You are signed out." in kept.text
    sign_in(client, author)
    kept = client.submit(kept, "Send again", status=400)
    client.submit(kept, "Send again")
    assert db.session.query(Article).one().headline == "The road north"


def test_what_is_known_of_an_ended_session_goes_when_somebody_signs_in(client: Client, author: User) -> None:
    idle = make_session(author, seen_at=now() - timedelta(hours=12, seconds=1)).id
    old = make_session(author, started_at=now() - timedelta(days=14, seconds=1)).id
    lasting = make_session(author, seen_at=now() - timedelta(hours=11)).id
    sign_in(client, author)
    left = {row.id for row in rows()}
    assert lasting in left
    assert not left & {idle, old}
    assert len(left) == 2
