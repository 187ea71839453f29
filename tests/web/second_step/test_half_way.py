"""Who has entered only their password is not signed in, and has ten minutes to go on."""

import time

import pytest
from flask import Flask

from blog.accounts.models import ADMIN, User
from tests.devices import code_of
from tests.factories import make_app
from tests.pages import Client, sign_in
from tests.web.second_step.first_step import enter_password

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def test_the_code_page_is_for_who_has_entered_the_password(client: Client, author: User) -> None:
    make_app(author)
    for path in ("/login/code", "/login/passkey", "/login/recovery"):
        page = client.page(path, follow_redirects=True)
        assert page.path == "/login"
        assert "Enter your email and your password first" in page.text
        assert client.post(path, headers=SAME_ORIGIN).location == "/login"


def test_the_password_is_good_for_ten_minutes(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    with client.session_transaction("/login") as session:
        session["half_signed_in"] = [author.fs_uniquifier, time.time() - 11 * 60]
    assert client.submit(page, "Go on", code=code_of(key)).path == "/login"
    assert client.get("/desk/").location.startswith("/login")


def test_without_the_token_of_the_session_no_code_counts(client: Client, author: User) -> None:
    key = make_app(author)
    enter_password(client, author)
    assert client.post("/login/code", data={"code": code_of(key)}, headers=SAME_ORIGIN).status_code == 400
    assert client.get("/desk/").location.startswith("/login")


def test_the_code_of_one_does_not_finish_the_sign_in_of_another(client: Client, author: User, admin: User) -> None:
    make_app(admin)
    key = make_app(author)
    client.submit(enter_password(client, admin), "Go on", code=code_of(key), status=422)


def test_another_password_begins_another_sign_in(client: Client, author: User, admin: User) -> None:
    make_app(admin)
    enter_password(client, admin)
    assert enter_password(client, author).path == "/desk/articles"
    assert client.get("/login/code").location == "/desk/"
    assert client.get("/admin/comments").status_code == 403


@pytest.mark.parametrize("end", ["Deactivate", "Save role"])
def test_a_half_sign_in_ends_with_the_sessions(app: Flask, client: Client, author: User, admin: User, end: str) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    desk = app.test_client()
    sign_in(desk, admin)
    form = f"/admin/people/{author.id}" + ("/deactivation" if end == "Deactivate" else "")
    desk.submit(desk.page(form), end, **({} if end == "Deactivate" else {"role": ADMIN}))
    assert client.submit(page, "Go on", code=code_of(key)).path == "/login"


def test_who_is_deactivated_does_not_finish(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    author.active = False
    assert client.press(page, "Go on", code=code_of(key)).location == "/login"
