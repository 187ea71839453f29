"""What ends somebody's sessions ends them everywhere at once, and nobody else's."""

from collections.abc import Callable

import pytest
from flask import Flask

from blog.accounts import inviting, managing
from blog.accounts.models import ADMIN, User
from blog.tools.database import db
from tests.accounts.sessions.conftest import cookie, is_signed_in, rows
from tests.factories import PASSWORD, make_session
from tests.pages import Client, sign_in

ANOTHER = "an altogether other word"


def sign_out(client: Client, user: User) -> None:
    client.submit(client.page("/desk/articles"), "Sign out")


def change_password(client: Client, user: User) -> None:
    page = client.page("/desk/password")
    client.submit(page, "Change password", password=PASSWORD, new_password=ANOTHER, new_password_confirm=ANOTHER)


def choose_password_by_link(client: Client, user: User) -> None:
    form = client.page(inviting.password_link(user).partition("8000")[2])
    client.submit(form, "Save password", password=ANOTHER, password_confirm=ANOTHER)


def be_deactivated(client: Client, user: User) -> None:
    managing.deactivate(user)


def be_deactivated_by_hand(client: Client, user: User) -> None:
    user.active = False


def get_another_role(client: Client, user: User) -> None:
    managing.give_role(user, ADMIN)


def lose_access(client: Client, user: User) -> None:
    client.application.extensions["security"].datastore.set_uniquifier(user)


def sign_out_elsewhere(client: Client, user: User) -> None:
    client.submit(client.page("/desk/profile"), "Sign out elsewhere")


@pytest.mark.parametrize(
    ("happening", "stays"),
    [
        (sign_out, False),
        (change_password, True),
        (sign_out_elsewhere, True),
        (choose_password_by_link, False),
        (be_deactivated, False),
        (be_deactivated_by_hand, False),
        (get_another_role, False),
        (lose_access, False),
    ],
)
def test_what_ends_sessions_ends_them_everywhere_at_once(
    client: Client, phone: Client, author: User, happening: Callable[[Client, User], None], stays: bool
) -> None:
    sign_in(client, author)
    sign_in(phone, author)
    copies = [cookie(client), cookie(phone)]
    happening(client, author)
    assert not is_signed_in(phone)
    assert is_signed_in(client) == stays
    if happening is sign_out_elsewhere:
        return
    for copy in copies:
        phone.set_cookie("session", copy)
        assert not is_signed_in(phone), "a copy of the cookie opens nothing either"


def test_somebody_else_stays_signed_in(client: Client, phone: Client, author: User, admin: User) -> None:
    sign_in(client, author)
    sign_in(phone, admin)
    change_password(client, author)
    sign_out(client, author)
    assert is_signed_in(phone)


def test_a_link_to_choose_a_password_outlives_signing_out(client: Client, author: User) -> None:
    sign_in(client, author)
    link = inviting.password_link(author).partition("8000")[2]
    sign_out(client, author)
    assert client.page(link).heading == "Choose your password"


def test_an_account_that_is_deleted_takes_its_sessions_along(app: Flask, author: User) -> None:
    make_session(author)
    db.session.delete(author)
    db.session.commit()
    assert rows() == []
