"""A password may be anything that is long enough and not the first thing that is tried."""

import time

import pytest
from flask import Flask

from blog.accounts import inviting, passwords
from blog.accounts.models import User
from blog.tools.database import db
from tests.factories import PASSWORD
from tests.guessers import Guesser
from tests.pages import Client, Page, sign_in

GOOD = (
    "quiet harbour at dawn",
    "twelve chars",
    "   spaces in front and behind   ",
    "🐘🦒🦓🐆🦏🐊🦛🐪🦘🐇🦔🐿",
    "سلام بر شما ای دوستان",
    "nothingbutlowercaseletters",
    "'; DROP TABLE users; --",
    "<script>alert(1)</script>",
    "tab\tand null\0 inside it",
    "x" * 127 + "y",
)
COMMON = (
    "passwordpassword",
    "PasswordPassword",
    "123456789012",
    "qwertyuiop123",
    "Password1234!",
    "aaaaaaaaaaaa",
    "pAsSwOrDpAsSwOrD",
)
OWN = ("Samira Rostami", "samira.rostami", "SAMIRA@example.com", "samira-rostami!!", "The Meridian", "the-meridian")


def choose(client: Client, user: User, password: str) -> Page:
    """The page after `user` has opened the link of an invitation and chosen `password`."""
    path = inviting.password_link(user).removeprefix("http://127.0.0.1:8000")
    form = client.page(path)
    answer = client.press(form, "Save password", password=password, password_confirm=password, follow=True)
    return Page(answer)


@pytest.mark.parametrize("password", GOOD)
def test_anything_long_enough_is_a_password(app: Flask, client: Client, author: User, password: str) -> None:
    page = choose(client, author, password)
    assert "Your password is saved. Sign in with it" in page.text
    sign_in(client, author, password)


def test_however_its_characters_are_composed(app: Flask, client: Client, author: User) -> None:
    choose(client, author, "cafe\u0301 on the corner")
    sign_in(client, author, "caf\u00e9 on the corner")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "Enter a password"),
        ("elevenchars", passwords.TOO_SHORT),
        # Twelve code points, six characters.
        ("e\u0301" * 6, passwords.TOO_SHORT),
        ("x" * 128 + "y", passwords.TOO_LONG),
        # One code point that stands for eighteen characters.
        ("\ufdfa" * 8, passwords.TOO_LONG),
        *((password, passwords.COMMON) for password in COMMON),
        *((password, passwords.OWN) for password in OWN),
    ],
)
def test_what_is_not_accepted_is_named(app: Flask, client: Client, author: User, password: str, problem: str) -> None:
    page = choose(client, author, password)
    assert page.status == 422
    assert page.one(id="password-err").text.removeprefix("Error: ") == problem
    assert page.one("input", id="password").get("value") in (None, "")


def test_the_rules_hold_for_changing_it_too(client: Client, author: User) -> None:
    sign_in(client, author)
    form = client.page("/desk/password")
    for password, problem in ((PASSWORD, "The new password must differ"), (COMMON[0], passwords.COMMON)):
        new = {"new_password": password, "new_password_confirm": password}
        page = Page(client.press(form, "Change password", password=PASSWORD, **new))
        assert (page.status, problem in page.text) == (422, True)
    page = Page(client.press(form, "Change password", new_password="one thing or", new_password_confirm="another"))
    assert "Enter your password" in page.one(id="password-err").text
    assert "The two passwords are not the same" in page.text
    new = {"new_password": GOOD[0], "new_password_confirm": GOOD[0]}
    page = Page(client.press(form, "Change password", password=PASSWORD, follow=True, **new))
    assert "Your password is changed" in page.text


def test_a_password_beyond_all_measure_is_refused_before_it_is_worked_on(app: Flask, author: User) -> None:
    guesser, email = Guesser(app), author.email
    started = time.process_time()
    # Marks that normalising would have to sort, in quadratic time: seconds of it.
    assert guesser.sign_in(email, "a" + "\u0301\u0316" * 20_000).status_code == 422
    assert guesser.sign_in(email, "x" * 2**20).status_code == 413
    assert time.process_time() - started < 1


def test_a_link_needs_its_owner_to_be_somebody(app: Flask, client: Client, author: User) -> None:
    path = inviting.password_link(author).removeprefix("http://127.0.0.1:8000")
    form = client.page(path)
    db.session.delete(author)
    answer = client.press(form, "Save password", password=GOOD[0], password_confirm=GOOD[0])
    assert (answer.status_code, answer.location) == (302, "/reset")
