"""Whose role needs a second factor is led to it, and keeps the last one."""

from flask import Flask

from blog.accounts.factors import queries, requiring
from blog.accounts.models import AUTHOR, User
from tests.devices import code_of
from tests.factories import make_app, make_passkey
from tests.pages import Client
from tests.web.desk.factors.setting_up import key_on


def test_the_last_factor_stays_while_the_role_needs_one(desk: Client, author: User) -> None:
    make_app(author)
    make_passkey(author, "Key ring")
    requiring.require_of([AUTHOR])
    page = desk.submit(desk.page("/desk/factors"), "Remove the authenticator app")
    assert "The authenticator app is removed." in page.text
    desk.submit(page, "Make new recovery codes")
    page = desk.submit(desk.page("/desk/factors"), "Remove the passkey Key ring")
    assert "Your role needs two-step sign-in, and this is the only way you have set up." in page.text
    assert (queries.number_of(author), queries.codes_left(author)) == (1, 10)


def test_who_needs_one_is_led_to_it_and_loses_no_text(app: Flask, desk: Client, author: User) -> None:
    form = desk.page("/desk/articles/new")
    requiring.require_of([AUTHOR])
    kept = desk.submit(form, "Save draft", headline="The road north", body="It was open.", status=403)
    assert "Your role needs two-step sign-in." in kept.text
    page = desk.page(kept.link("Set up two-step sign-in"))
    assert "Your role needs two-step sign-in. Set up one of the two ways below" in page.text
    page = desk.page(page.link("Set up an app"))
    desk.submit(page, "Set up", code=code_of(key_on(page)))
    assert desk.submit(kept, "Send again").heading == "Edit article"


def test_who_needs_one_can_still_sign_out(desk: Client, author: User) -> None:
    requiring.require_of([AUTHOR])
    assert desk.submit(desk.page("/desk/factors"), "Sign out").path == "/login"
