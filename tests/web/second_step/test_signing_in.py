"""Somebody with a second factor signs in; who has only their password does not."""

import time

import pytest
from flask import Flask

from blog.accounts.factors import queries, recovery, requiring
from blog.accounts.models import ADMIN, User
from tests.devices import Device, code_of
from tests.factories import PASSWORD, make_app, make_passkey, make_user
from tests.pages import Client, Page, sign_in

NAMED = pytest.mark.settings(SITE_URL="http://localhost:8000")
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def enter_password(client: Client, user: User, path: str = "/login") -> Page:
    email = user.email
    return client.submit(client.page(path), "Sign in", email=email, password=PASSWORD)


def use_passkey(client: Client, page: Page, device: Device, status: int = 200) -> Page:
    answer = device.sign(page.form("Use a passkey")[0].attributes["data-request"])
    return client.submit(page, "Use a passkey", answer=answer, status=status)


def with_passkey(app: Flask, user: User, device: Device, name: str = "Telephone") -> None:
    client = app.test_client()
    sign_in(client, user)
    page = client.page("/desk/factors/passkeys/new")
    answer = device.create(page.form("Add passkey")[0].attributes["data-creation"])
    client.submit(page, "Add passkey", name=name, answer=answer)


def test_the_code_of_the_app_comes_after_the_password(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    assert page.heading == "Enter the 6-digit code"
    field = page.one("input", name="code")
    assert (field.get("inputmode"), field.get("autocomplete")) == ("numeric", "one-time-code")
    assert client.get("/desk/").location.startswith("/login")
    assert client.submit(page, "Go on", code=code_of(key)).path == "/desk/articles"
    assert author.signed_in_at


def test_the_way_leads_on_to_where_one_wanted_to_go(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author, "/login?next=/desk/articles?state%3Dpublished")
    page = client.submit(page, "Go on", code=code_of(key))
    assert page.response.request.full_path == "/desk/articles?state=published"


def test_the_way_never_leads_to_another_host(client: Client, author: User) -> None:
    key = make_app(author)
    enter_password(client, author)
    page = client.page("/login/code?next=//evil.example/")
    assert client.press(page, "Go on", code=code_of(key)).location == "/desk/"


# The one before is what a code has become by the time it is sent.
@pytest.mark.parametrize("half_minutes", [0, 1])
def test_a_clock_may_be_half_a_minute_off(client: Client, author: User, half_minutes: int) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    assert client.submit(page, "Go on", code=code_of(key, half_minutes)).path == "/desk/articles"


def test_a_wrong_or_old_code_is_refused_and_opens_nothing(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    for code in (code_of(key, -20), code_of(key, 20), code_of(key)[:5], f"{code_of(key)}0", "", "\u0663" * 6, PASSWORD):
        page = client.submit(page, "Go on", code=code, status=422)
    assert client.get("/desk/").location.startswith("/login")


def test_digits_of_another_script_are_digits(client: Client, author: User) -> None:
    key = make_app(author)
    code = code_of(key).translate({ord("0") + digit: chr(0x6F0 + digit) for digit in range(10)})
    assert client.submit(enter_password(client, author), "Go on", code=code).path == "/desk/articles"


def test_a_code_works_once(app: Flask, client: Client, author: User) -> None:
    key = make_app(author)
    code = code_of(key)
    client.submit(enter_password(client, author), "Go on", code=code)
    other = app.test_client()
    page = other.submit(enter_password(other, author), "Go on", code=code, status=422)
    assert "has been used" in page.text
    assert other.submit(page, "Go on", code=code_of(key, 1)).path == "/desk/articles"


def test_the_code_that_set_the_app_up_is_used_up(app: Flask, client: Client, author: User) -> None:
    sign_in(client, author)
    page = client.page("/desk/factors/app")
    code = code_of(page.one("code").text.replace(" ", ""))
    client.submit(page, "Set up", code=code)
    other = app.test_client()
    other.submit(enter_password(other, author), "Go on", code=code, status=422)


def test_the_eleventh_guess_waits_and_a_recovery_code_still_gets_in(client: Client, author: User) -> None:
    key, codes = make_app(author), recovery.make_codes(author)
    page = enter_password(client, author)
    wrong = code_of(key, 40)
    for _ in range(10):
        page = client.submit(page, "Go on", code=wrong, status=422)
    page = client.submit(page, "Go on", code=code_of(key), status=429)
    assert "Too many codes have been tried. Wait 10 minutes, or use another way" in page.text
    assert 0 < int(page.response.headers["Retry-After"]) <= 600
    page = client.page(page.link("Use a recovery code"))
    assert client.submit(page, "Go on", code=codes[0]).path == "/desk/articles"


def test_guesses_begin_anew_after_the_right_code(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    for _ in range(9):
        page = client.submit(page, "Go on", code=code_of(key, 40), status=422)
    client.submit(client.submit(page, "Go on", code=code_of(key)), "Sign out")
    page = enter_password(client, author)
    for _ in range(9):
        page = client.submit(page, "Go on", code=code_of(key, 40), status=422)


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


def test_the_code_page_is_for_who_has_entered_the_password(client: Client, author: User) -> None:
    make_app(author)
    for path in ("/login/code", "/login/passkey", "/login/recovery"):
        page = client.page(path, follow_redirects=True)
        assert page.path == "/login"
        assert "Enter your email and your password first" in page.text
        assert client.post(path, headers=SAME_ORIGIN).location == "/login"


def test_the_password_is_good_for_ten_minutes(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    with client.session_transaction("/login") as session:
        session["half_signed_in"] = [author.fs_uniquifier, time.time() - 11 * 60]
    assert client.submit(page, "Go on", code=code_of(key)).path == "/login"
    assert client.get("/desk/").location.startswith("/login")


def test_without_the_token_of_the_session_no_code_counts(client: Client, author: User) -> None:
    key = make_app(author)
    enter_password(client, author)
    assert client.post("/login/code", data={"code": code_of(key)}, headers=SAME_ORIGIN).status_code == 400
    assert client.get("/desk/").location.startswith("/login")


def test_the_code_of_one_does_not_finish_the_sign_in_of_another(client: Client, author: User, admin: User) -> None:
    make_app(admin)
    key = make_app(author)
    client.submit(enter_password(client, admin), "Go on", code=code_of(key), status=422)


def test_another_password_begins_another_sign_in(client: Client, author: User, admin: User) -> None:
    make_app(admin)
    enter_password(client, admin)
    assert enter_password(client, author).path == "/desk/articles"
    assert client.get("/login/code").location == "/desk/"
    assert client.get("/admin/comments").status_code == 403


@pytest.mark.parametrize("end", ["Deactivate", "Save role"])
def test_a_half_sign_in_ends_with_the_sessions(app: Flask, client: Client, author: User, admin: User, end: str) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    desk = app.test_client()
    sign_in(desk, admin)
    form = f"/admin/people/{author.id}" + ("/deactivation" if end == "Deactivate" else "")
    desk.submit(desk.page(form), end, **({} if end == "Deactivate" else {"role": ADMIN}))
    assert client.submit(page, "Go on", code=code_of(key)).path == "/login"


def test_who_is_deactivated_does_not_finish(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    author.active = False
    assert client.press(page, "Go on", code=code_of(key)).location == "/login"


@NAMED
def test_a_passkey_that_was_removed_meanwhile_is_refused(app: Flask, client: Client, author: User) -> None:
    device = Device()
    with_passkey(app, author, device)
    page = enter_password(client, author)
    requiring.remove_all(author)
    use_passkey(client, page, device, status=422)


def test_where_passkeys_do_not_work_any_more_a_recovery_code_does(client: Client, author: User) -> None:
    make_passkey(author)
    codes = recovery.make_codes(author)
    page = enter_password(client, author)
    assert client.submit(page, "Go on", code=codes[0]).path == "/desk/articles"
