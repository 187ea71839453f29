"""Somebody adds a passkey under a name, and takes it away again."""

from blog.accounts.factors import queries
from blog.accounts.factors.models import Passkey
from blog.accounts.models import User
from blog.tools.clock import now
from blog.tools.database import db
from blog.web.times import day
from tests.devices import Device
from tests.factories import make_passkey, make_user
from tests.pages import Client
from tests.web.desk.factors.setting_up import NAMED, add_passkey


@NAMED
def test_a_passkey_is_added_under_a_name(desk: Client, author: User) -> None:
    device = Device()
    page = add_passkey(desk, device, "My telephone")
    assert "The passkey “My telephone” is added." in page.text
    assert f"My telephone Added {day(now())}. Not used yet" in page.text
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
