"""Somebody sets up an authenticator app by its first code, and another one in its place."""

import pytest
from flask import Flask

from blog.accounts.factors import authenticator, queries
from blog.accounts.factors.models import AuthenticatorApp
from blog.accounts.models import User
from blog.tools.crypto import unseal
from blog.tools.database import db
from tests.devices import code_of
from tests.factories import make_app, make_user, overtaken
from tests.pages import Client, sign_in
from tests.web.desk.factors.setting_up import key_on


def test_an_authenticator_app_is_set_up_by_its_first_code(desk: Client, author: User) -> None:
    page = desk.page(desk.page("/desk/profile").link("Authenticator app, passkeys and recovery codes"))
    page = desk.page(page.link("Set up an app"))
    assert page.one("svg", role="img").one("path").get("d")
    key = key_on(page)
    page = desk.submit(page, "Set up", code=code_of(key))
    assert "Your authenticator app is set up." in page.text
    assert "You have no recovery codes." in page.text
    app = db.session.get_one(AuthenticatorApp, author.id)
    assert unseal(app.sealed_key) == key
    assert key.encode() not in app.sealed_key


def test_the_same_form_sent_twice_at_once_sets_the_app_up(desk: Client, author: User) -> None:
    form = desk.page("/desk/factors/app")
    key = key_on(form)
    page = overtaken(
        lambda: authenticator.set_up(author, key, code_of(key)), lambda: desk.submit(form, "Set up", code=code_of(key))
    )
    assert "Your authenticator app is set up." in page.text
    assert unseal(db.session.get_one(AuthenticatorApp, author.id).sealed_key) == key


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Enter the code that your authenticator app shows"),
        ("000 00", "This code is not correct."),
        ("abcdef", "This code is not correct."),
        ("1" * 65, "Code must be 64 characters or fewer"),
    ],
)
def test_a_slip_keeps_the_picture(desk: Client, author: User, code: str, words: str) -> None:
    page = desk.page("/desk/factors/app")
    refused = desk.submit(page, "Set up", code=code, status=422)
    assert words in refused.text
    assert key_on(refused) == key_on(page)
    desk.submit(refused, "Set up", code=f" {code_of(key_on(page))[:3]} {code_of(key_on(page))[3:]} ")
    assert queries.app_of(author)


def test_a_key_that_was_made_for_somebody_else_is_not_taken(app: Flask, desk: Client, author: User) -> None:
    other = app.test_client()
    sign_in(other, make_user("Omid Karimi"))
    foreign = other.page("/desk/factors/app")
    page = desk.page("/desk/factors/app")
    sealed = foreign.one("input", name="key").attributes["value"]
    for key in (sealed, "nonsense", "", "\u00e9"):
        page = desk.submit(page, "Set up", key=key, code=code_of(key_on(foreign)), status=422)
        assert key_on(page) != key_on(foreign)
    assert queries.app_of(author) is None


def test_another_telephone_takes_the_place_of_the_first(desk: Client, author: User) -> None:
    old = make_app(author)
    page = desk.page(desk.page("/desk/factors").link("Set up another telephone"))
    assert "stops working" in page.text
    desk.submit(page, "Set up", code=code_of(key_on(page)))
    assert unseal(db.session.get_one(AuthenticatorApp, author.id).sealed_key) == key_on(page) != old
