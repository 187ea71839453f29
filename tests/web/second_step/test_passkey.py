"""Somebody signs in with a passkey; a copied one, another's or a forged answer opens nothing."""

import pytest
from flask import Flask

from blog.accounts.factors import queries, recovery, requiring
from blog.accounts.models import User
from tests.devices import Device, code_of
from tests.factories import make_app, make_passkey, make_user
from tests.pages import Client, Page, sign_in
from tests.web.second_step.first_step import enter_password

NAMED = pytest.mark.settings(SITE_URL="http://localhost:8000")


def use_passkey(client: Client, page: Page, device: Device, status: int = 200) -> Page:
    answer = device.sign(page.form("Use a passkey")[0].attributes["data-request"])
    return client.submit(page, "Use a passkey", answer=answer, status=status)


def with_passkey(app: Flask, user: User, device: Device, name: str = "Telephone") -> None:
    client = app.test_client()
    sign_in(client, user)
    page = client.page("/desk/factors/passkeys/new")
    answer = device.create(page.form("Add passkey")[0].attributes["data-creation"])
    client.submit(page, "Add passkey", name=name, answer=answer)


@NAMED
@pytest.mark.parametrize("knows_its_owner", [True, False])
def test_a_passkey_comes_after_the_password(app: Flask, client: Client, author: User, knows_its_owner: bool) -> None:
    device = Device(knows_its_owner=knows_its_owner)
    with_passkey(app, author, device)
    page = enter_password(client, author)
    assert page.path == "/login/passkey"
    assert use_passkey(client, page, device).path == "/desk/articles"
    assert queries.passkeys_of(author)[0].used_at


@NAMED
def test_who_has_both_may_choose(app: Flask, client: Client, author: User) -> None:
    key, device = make_app(author), Device()
    make_user("Omid Karimi")
    page = enter_password(client, author)
    assert not [link for link in page.all("a") if link.text in ("Use a passkey", "Use a recovery code")]
    client.submit(page, "Go on", code=code_of(key))
    page = client.page("/desk/factors/passkeys/new")
    answer = device.create(page.form("Add passkey")[0].attributes["data-creation"])
    client.submit(client.submit(page, "Add passkey", name="Key", answer=answer), "Sign out")
    page = client.page(enter_password(client, author, "/login?next=/desk/profile").link("Use a passkey"))
    assert use_passkey(client, page, device).path == "/desk/profile"


@NAMED
@pytest.mark.parametrize(("codes", "way"), [(True, "Use another way."), (False, "Ask an administrator.")])
def test_who_runs_no_script_is_told_of_a_way_that_there_is(client: Client, author: User, codes: bool, way: str) -> None:
    make_passkey(author)
    if codes:
        recovery.make_codes(author)
    page = enter_password(client, author)
    assert page.one("noscript").text.endswith(way)
    assert codes == ("Use a recovery code" in [link.text for link in page.all("a")])


@NAMED
def test_the_passkey_of_somebody_else_signs_nobody_in(app: Flask, client: Client, author: User, admin: User) -> None:
    with_passkey(app, author, Device())
    theirs = Device()
    with_passkey(app, admin, theirs)
    page = use_passkey(client, enter_password(client, author), theirs, status=422)
    assert "The passkey was not accepted." in page.text
    assert client.get("/admin/").location.startswith("/login")


@NAMED
def test_an_answer_of_a_passkey_is_taken_once(app: Flask, client: Client, author: User) -> None:
    # As a passkey does that several devices share.
    device = Device(counts=False)
    with_passkey(app, author, device)
    page = enter_password(client, author)
    before = client.get_cookie("session")
    answer = device.sign(page.form("Use a passkey")[0].attributes["data-request"])
    client.submit(page, "Use a passkey", answer=answer)
    thief = app.test_client()
    thief.set_cookie("session", before.value)
    thief.submit(page, "Use a passkey", answer=answer, status=422)
    assert thief.get("/desk/").location.startswith("/login")


@NAMED
def test_a_copied_device_gives_itself_away_by_its_count(app: Flask, client: Client, author: User) -> None:
    device = Device()
    with_passkey(app, author, device)
    device.signed = 7
    client.submit(use_passkey(client, enter_password(client, author), device), "Sign out")
    device.signed = 3
    use_passkey(client, enter_password(client, author), device, status=422)


@NAMED
def test_an_answer_that_is_none_is_refused(app: Flask, client: Client, author: User) -> None:
    device = Device()
    with_passkey(app, author, device)
    page = enter_password(client, author)
    good = device.sign(page.form("Use a passkey")[0].attributes["data-request"])
    evil = Device("http://evil.example")
    evil.id, evil.key = device.id, device.key
    bad = [
        "",
        "{}",
        "[]",
        "null",
        "7",
        good[:-30],
        good.replace('"signature"', '"sign"'),
        Device().sign(good_request(page)),
    ]
    bad += [
        evil.sign(good_request(page)),
        good.replace('"id": "', '"id": "A'),
        good.replace('"rawId": "', '"rawId": "é'),
    ]
    for answer in bad:
        page = client.submit(page, "Use a passkey", answer=answer, status=422)
    # The page has another challenge by now.
    client.submit(page, "Use a passkey", answer=good, status=422)


def good_request(page: Page) -> str:
    return page.form("Use a passkey")[0].attributes["data-request"]


@NAMED
def test_a_passkey_that_was_removed_meanwhile_is_refused(app: Flask, client: Client, author: User) -> None:
    device = Device()
    with_passkey(app, author, device)
    page = enter_password(client, author)
    requiring.remove_all(author)
    use_passkey(client, page, device, status=422)
