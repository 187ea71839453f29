"""Signing in begins a session with a token of its own, of which only a digest is stored."""

import hashlib

from flask import Flask

from blog.accounts.models import User
from tests.accounts.sessions.conftest import FIREFOX, cookie, is_signed_in, rows
from tests.factories import PASSWORD, make_app
from tests.pages import Client, sign_in


def test_only_a_digest_of_the_token_is_stored_and_no_address(client: Client, author: User) -> None:
    client.environ_base.update(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.77")
    sign_in(client, author)
    with client.session_transaction("/desk/") as session:
        token = session["token"]
    (row,) = rows()
    assert row.token_digest == hashlib.sha256(token.encode()).digest()
    assert (row.user_id, row.browser, row.network) == (author.id, "Firefox on Windows", "203.0.113.0")


def test_signing_in_leaves_nothing_of_the_session_that_was_there_before(
    app: Flask, client: Client, author: User
) -> None:
    planted = app.test_client()
    form = planted.page("/login")
    with planted.session_transaction("/login") as session:
        session.update(token="planted", anything="else", _remember="set")
        secret = session["csrf_token"]
    before = cookie(planted)
    planted.press(form, "Sign in", email=author.email, password=PASSWORD)
    with planted.session_transaction("/desk/") as session:
        assert set(session) <= {"_user_id", "_id", "_fresh", "fs_paa", "token"}
        assert session["token"] != "planted"
    planted.page("/desk/articles")
    with planted.session_transaction("/desk/") as session:
        assert session["csrf_token"] != secret
    client.set_cookie("session", before)
    assert not is_signed_in(client)


def test_the_token_of_one_person_opens_nothing_of_another(
    client: Client, phone: Client, author: User, admin: User
) -> None:
    sign_in(client, author)
    sign_in(phone, admin)
    with phone.session_transaction("/desk/") as theirs, client.session_transaction("/desk/") as mine:
        mine["_user_id"] = theirs["_user_id"]
    assert not is_signed_in(client)


def test_a_half_finished_sign_in_has_no_row(client: Client, author: User) -> None:
    make_app(author)
    page = client.submit(client.page("/login"), "Sign in", email=author.email, password=PASSWORD)
    assert page.path == "/login/code"
    assert not is_signed_in(client)
    assert rows() == []
