"""An author signs in with another address from now on."""

import time
from urllib.parse import urlsplit

import pytest
from flask import Flask

from blog.accounts import inviting, queries
from blog.accounts.models import User
from blog.tools.database import db
from tests.conftest import Delivery
from tests.factories import PASSWORD, make_user, overtaken
from tests.guessers import Guesser
from tests.pages import Client, sign_in

# Where the browsers of tests are.
HERE = "127.0.0.1"


def move(desk: Client, address: str, status: int = 200):
    return desk.submit(desk.page("/desk/email"), "Change email address", email=address, status=status)


def guess_from_elsewhere(app: Flask, address: str) -> None:
    """Use up the guesses that strange networks have together."""
    for number in range(6):
        assert Guesser(app, f"198.51.{number}.7").guess(address) == 401


def test_another_address_signs_in_and_the_former_one_does_not(app: Flask, desk: Client, author: User) -> None:
    page = desk.page(desk.page("/desk/profile").link("Change your email address"))
    assert "You sign in with samira@example.com now." in page.text
    page = desk.submit(page, "Change email address", email=" Samira.R@Example.org ")
    assert "You sign in with samira.r@example.org now. Other devices are signed out." in page.text
    assert desk.get("/desk/articles").status_code == 200
    other = app.test_client()
    page = other.submit(other.page("/login"), "Sign in", status=401, email="samira@example.com", password=PASSWORD)
    assert page.path == "/login"
    sign_in(other, author)


def test_it_ends_what_was_begun_with_the_former_address(app: Flask, desk: Client, author: User) -> None:
    other = app.test_client()
    sign_in(other, author)
    link = urlsplit(inviting.password_link(author)).path
    assert other.get(link).status_code == 200
    move(desk, "new@example.com")
    assert other.get("/desk/articles").status_code == 302
    assert app.test_client().get(link).status_code == 302


def test_strangers_do_not_keep_the_owner_out_from_where_it_was_changed(app: Flask, desk: Client) -> None:
    move(desk, "new@example.com")
    guess_from_elsewhere(app, "new@example.com")
    assert Guesser(app, HERE).sign_in("new@example.com").status_code == 302


def test_who_gets_the_former_address_is_at_home_where_its_owner_was_no_more_than_anybody(
    app: Flask, desk: Client, author: User
) -> None:
    assert Guesser(app, HERE).sign_in(author.email).status_code == 302
    move(desk, "new@example.com")
    make_user("Omar Haddad").email = "samira@example.com"
    guess_from_elsewhere(app, "samira@example.com")
    assert Guesser(app, HERE).sign_in("samira@example.com").status_code == 429


@pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example")
def test_the_former_address_hears_of_it(desk: Client, deliver: Delivery) -> None:
    move(desk, "new@example.com")
    (notice,) = deliver()
    assert notice["To"] == "samira@example.com"
    assert "new@example.com" not in notice.get_content()


@pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example")
def test_a_change_that_is_refused_is_told_to_nobody(desk: Client, deliver: Delivery) -> None:
    make_user("Omar Haddad")
    move(desk, "omar@example.com", status=422)
    assert deliver() == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "Enter an email address"),
        ("nobody", "Enter an email address in the correct format, like name@example.com"),
        ("a@b@example.com", "Enter an email address in the correct format"),
        ("x" * 250 + "@example.com", "New email must be 254 characters or fewer"),
        ("x\r\nBcc: y@example.com", "New email has a character in it that cannot be shown"),
        ("jürgen@münchen.example", "Use no letters but a to z before the @: no mail gets to such an address"),
        ("Omar@Example.com", "There is an account with this email address already"),
        ("samira@example.com", "There is an account with this email address already"),
    ],
)
def test_an_address_that_cannot_be_is_refused(desk: Client, author: User, address: str, message: str) -> None:
    make_user("Omar Haddad")
    page = move(desk, address, status=422)
    assert message in page.one(id="email-err").text
    assert queries.by_address("samira@example.com") == author
    assert desk.get("/desk/articles").status_code == 200


def test_of_two_who_take_an_address_at_once_the_second_is_told(desk: Client, author: User) -> None:
    form = desk.page("/desk/email")
    page = overtaken(
        lambda: inviting.invite("Omar Haddad", "omar@example.com"),
        lambda: desk.submit(form, "Change email address", status=422, email="omar@example.com"),
    )
    assert "There is an account with this email address already" in page.one(id="email-err").text
    assert author.email == "samira@example.com"


def test_it_wants_the_password_again(desk: Client, author: User) -> None:
    form = desk.page("/desk/email")
    with desk.session_transaction("/desk/") as session:
        session["fs_paa"] = time.time() - 16 * 60
    assert desk.get("/desk/email").location == "/verify?next=/desk/email"
    kept = desk.submit(form, "Change email address", email="new@example.com", status=403)
    assert "Enter your password" in kept.text
    assert db.session.get_one(User, author.id).email == "samira@example.com"
