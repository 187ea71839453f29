"""Somebody sets up their two-step sign-in, and takes it away again."""

import time

import pytest
from flask import Flask

from blog.accounts.factors import queries, requiring
from blog.accounts.factors.models import AuthenticatorApp, Passkey
from blog.accounts.models import AUTHOR, User
from blog.tools.crypto import unseal
from blog.tools.database import db
from tests.devices import Device, code_of
from tests.factories import PASSWORD, make_app, make_passkey, make_user
from tests.pages import Client, Page, sign_in

NAMED = pytest.mark.settings(SITE_URL="http://localhost:8000")


def age_sign_in(client: Client, minutes: int) -> None:
    with client.session_transaction("/desk/") as session:
        session["fs_paa"] = time.time() - minutes * 60


def key_on(page: Page) -> str:
    return page.one("code").text.replace(" ", "")


def add_passkey(desk: Client, device: Device, name: str = "Telephone", status: int = 200) -> Page:
    page = desk.page("/desk/factors/passkeys/new")
    answer = device.create(page.form("Add passkey")[0].attributes["data-creation"])
    return desk.submit(page, "Add passkey", name=name, answer=answer, status=status)


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


def test_the_app_is_removed_and_the_recovery_codes_with_it(desk: Client, author: User) -> None:
    make_app(author)
    desk.submit(desk.page("/desk/factors"), "Make new recovery codes")
    assert queries.codes_left(author) == 10
    page = desk.submit(desk.page("/desk/factors"), "Remove the authenticator app")
    assert "The authenticator app is removed." in page.text
    assert (queries.number_of(author), queries.codes_left(author)) == (0, 0)


def test_recovery_codes_stay_while_there_is_another_factor(desk: Client, author: User) -> None:
    make_app(author)
    make_passkey(author, "Key ring")
    desk.submit(desk.page("/desk/factors"), "Make new recovery codes")
    desk.submit(desk.page("/desk/factors"), "Remove the passkey Key ring")
    assert (queries.number_of(author), queries.codes_left(author)) == (1, 10)


def test_recovery_codes_are_shown_once_and_replace_those_from_before(desk: Client, author: User) -> None:
    make_app(author)
    first = desk.submit(desk.page("/desk/factors"), "Make new recovery codes")
    codes = {code.text for code in first.all("code")}
    assert len(codes) == 10
    page = desk.page(first.link("I have kept them"))
    assert "10 left." in page.text
    assert not codes & {code.text for code in page.all("code")}
    again = desk.submit(page, "Make new recovery codes")
    assert not codes & {code.text for code in again.all("code")}
    assert queries.codes_left(author) == 10


@NAMED
def test_a_passkey_is_added_under_a_name(desk: Client, author: User) -> None:
    device = Device()
    page = add_passkey(desk, device, "My telephone")
    assert "The passkey “My telephone” is added." in page.text
    assert "Not used yet" in page.text
    assert queries.passkeys_of(author)[0].credential_id == device.id
    desk.submit(page, "Remove the passkey My telephone")
    assert queries.passkeys_of(author) == []


@NAMED
def test_a_passkey_that_is_none_is_refused(desk: Client, author: User) -> None:
    page = desk.page("/desk/factors/passkeys/new")
    options = page.form("Add passkey")[0].attributes["data-creation"]
    good = Device().create(options)
    bad = [
        "",
        "{}",
        "[]",
        "null",
        "1",
        '"x"',
        good[:-40],
        good.replace("public-key", "x"),
        good.replace("o2NmbXQ", "o2"),
    ]
    bad += [good.replace('"clientDataJSON"', '"clientData"'), good.replace('"id": "', '"id": "A'), "\u00e9" * 50]
    for answer in bad:
        page = desk.submit(desk.page("/desk/factors/passkeys/new"), "Add passkey", name="X", answer=answer, status=422)
        assert "The passkey could not be made. Try again" in page.text
    assert queries.passkeys_of(author) == []


@NAMED
def test_a_passkey_from_another_site_or_for_another_page_is_refused(desk: Client, author: User) -> None:
    page = desk.page("/desk/factors/passkeys/new")
    options = page.form("Add passkey")[0].attributes["data-creation"]
    for origin in ("http://evil.example", "http://localhost:9000", "https://localhost:8000"):
        add_passkey(desk, Device(origin), status=422)
    answer = Device().create(options)
    desk.submit(desk.page("/desk/factors/passkeys/new"), "Add passkey", name="X", answer=answer, status=422)
    assert queries.passkeys_of(author) == []


@NAMED
def test_a_name_and_a_passkey_are_taken_once(desk: Client, author: User) -> None:
    device = Device()
    add_passkey(desk, device)
    assert "You have a passkey of this name." in add_passkey(desk, Device(), status=422).text
    assert "This passkey is in use already" in add_passkey(desk, device, "Again", status=422).text
    assert "Enter a name for this passkey" in add_passkey(desk, Device(), " ", status=422).text
    assert len(queries.passkeys_of(author)) == 1


def test_at_an_address_that_is_a_number_no_passkey_is_offered(desk: Client) -> None:
    page = desk.page("/desk/factors")
    assert "The address of this one is a number." in page.text
    assert not [link for link in page.all("a") if link.text == "Add a passkey"]


def test_the_passkey_of_somebody_else_cannot_be_removed(desk: Client, author: User) -> None:
    make_passkey(author, "Mine")
    foreign = make_passkey(make_user("Omid Karimi"), "Theirs")
    form, _ = (page := desk.page("/desk/factors")).form("Remove the passkey Mine")
    answer = desk.post(
        f"/desk/factors/passkeys/{foreign.id}/removal",
        data=page.filled(form),
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 404
    assert "Theirs" not in page.text
    assert db.session.query(Passkey).count() == 2


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
