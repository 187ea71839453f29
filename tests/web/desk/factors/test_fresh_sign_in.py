"""Factors are changed after a fresh sign-in, by password or by a passkey that knows its owner."""

import time

from blog.accounts.factors import queries
from blog.accounts.models import User
from tests.devices import Device
from tests.factories import PASSWORD, make_app
from tests.pages import Client
from tests.web.desk.factors.setting_up import NAMED, add_passkey

BACK = "If a form waits in another tab, go back there and send it again"


def age_sign_in(client: Client, minutes: int) -> None:
    with client.session_transaction("/desk/") as session:
        session["fs_paa"] = time.time() - minutes * 60


def test_adding_and_removing_wants_a_fresh_sign_in_and_leads_back(desk: Client, author: User) -> None:
    make_app(author)
    page = desk.page("/desk/factors")
    age_sign_in(desk, 16)
    for button in ("Remove the authenticator app", "Make new recovery codes"):
        assert "Enter your password in another tab" in desk.submit(page, button, status=403).text
    answer = desk.get("/desk/factors/app")
    assert answer.location.startswith("/verify?next=")
    assert desk.submit(desk.page(answer.location), "Go on", password=PASSWORD).path == "/desk/factors/app"
    assert queries.app_of(author)


def test_who_enters_the_password_in_another_tab_is_led_back_to_the_form(desk: Client, author: User) -> None:
    make_app(author)
    page = desk.page("/desk/factors")
    age_sign_in(desk, 16)
    kept = desk.submit(page, "Make new recovery codes", status=403)
    other_tab = desk.submit(desk.page(kept.link("Enter your password")), "Go on", password=PASSWORD)
    assert other_tab.path == "/desk/articles"
    assert BACK in other_tab.text
    assert desk.submit(kept, "Send again").heading == "Your recovery codes"


@NAMED
def test_who_uses_a_passkey_in_another_tab_is_led_back_to_the_form(desk: Client, author: User) -> None:
    device = Device()
    add_passkey(desk, device)
    other_tab = desk.page("/desk/verification")
    answer = device.sign(other_tab.form("Use a passkey")[0].attributes["data-request"])
    other_tab = desk.submit(other_tab, "Use a passkey", answer=answer)
    assert other_tab.path == "/desk/articles"
    assert BACK in other_tab.text


@NAMED
def test_a_passkey_stands_for_the_password_where_one_is_asked_again(desk: Client, author: User) -> None:
    device = Device()
    add_passkey(desk, device)
    age_sign_in(desk, 16)
    page = desk.page(desk.get("/desk/factors/app").location)
    page = desk.page(page.link("Use a passkey instead"))
    answer = device.sign(page.form("Use a passkey")[0].attributes["data-request"])
    assert desk.submit(page, "Use a passkey", answer=answer).path == "/desk/factors/app"


@NAMED
def test_a_passkey_that_does_not_know_its_owner_cannot_stand_for_the_password(desk: Client, author: User) -> None:
    device = Device(knows_its_owner=False)
    add_passkey(desk, device)
    age_sign_in(desk, 16)
    page = desk.page("/desk/verification")
    answer = device.sign(page.form("Use a passkey")[0].attributes["data-request"])
    page = desk.submit(page, "Use a passkey", answer=answer, status=422)
    assert "It must ask for a PIN or a fingerprint." in page.text
    assert desk.get("/desk/factors/app").location.startswith("/verify")
