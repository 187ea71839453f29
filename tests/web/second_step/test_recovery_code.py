"""Somebody signs in without their device, by a recovery code that works once."""

from flask import Flask

from blog.accounts.factors import queries, recovery
from blog.accounts.models import User
from tests.factories import make_app, make_passkey, make_user
from tests.pages import Client
from tests.web.second_step.first_step import enter_password


def test_a_recovery_code_works_once_however_it_is_typed(app: Flask, client: Client, author: User) -> None:
    make_app(author)
    codes = recovery.make_codes(author)
    page = client.page(enter_password(client, author).link("Use a recovery code"))
    page = client.submit(page, "Go on", code=f" {codes[0].upper().replace('-', ' ')}")
    assert "Recovery codes left: 9." in page.text
    other = app.test_client()
    enter_password(other, author)
    page = other.submit(other.page("/login/recovery"), "Go on", code=codes[0], status=422)
    assert "This code is not correct, or has been used." in page.text
    assert other.submit(page, "Go on", code=codes[1]).path == "/desk/articles"


def test_the_recovery_codes_of_somebody_else_and_older_ones_are_refused(client: Client, author: User) -> None:
    make_app(author)
    old = recovery.make_codes(author)
    recovery.make_codes(author)
    foreign = recovery.make_codes(make_user("Omid Karimi"))
    enter_password(client, author)
    for code in (old[0], foreign[0], "", "-", "x" * 65):
        client.submit(client.page("/login/recovery"), "Go on", code=code, status=422)
    assert queries.codes_left(author) == 10


def test_where_passkeys_do_not_work_any_more_a_recovery_code_does(client: Client, author: User) -> None:
    make_passkey(author)
    codes = recovery.make_codes(author)
    page = enter_password(client, author)
    assert client.submit(page, "Go on", code=codes[0]).path == "/desk/articles"
