"""Somebody signs in with the code of their app: each works once, and few guesses are taken."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from blog.accounts.factors import recovery
from blog.accounts.models import User
from blog.tools.clock import now
from tests.devices import code_of
from tests.factories import PASSWORD, make_app
from tests.pages import Client, sign_in
from tests.web.second_step.first_step import enter_password


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


def test_the_wait_for_the_next_guess_is_said_as_people_say_it(client: Client, author: User) -> None:
    key = make_app(author)
    with time_machine.travel(begun := now(), tick=False):
        page = enter_password(client, author)
        for _ in range(10):
            page = client.submit(page, "Go on", code=code_of(key, 40), status=422)
    with time_machine.travel(begun + timedelta(seconds=541), tick=False):
        page = client.submit(page, "Go on", code=code_of(key), status=429)
    assert "Wait 59 seconds, or use another way" in page.text


def test_the_fifty_first_guess_of_a_day_waits_for_the_next_though_the_owner_got_in(
    client: Client, author: User
) -> None:
    key, begun = make_app(author), now()
    for round_ in range(5):
        with time_machine.travel(begun + round_ * timedelta(minutes=11), tick=False):
            page = enter_password(client, author)
            for _ in range(9):
                page = client.submit(page, "Go on", code=code_of(key, 40), status=422)
            client.submit(client.submit(page, "Go on", code=code_of(key)), "Sign out")
    with time_machine.travel(begun + timedelta(hours=2), tick=False):
        page = client.submit(enter_password(client, author), "Go on", code=code_of(key), status=429)
        assert "Wait 22 hours, or use another way" in page.text
    with time_machine.travel(begun + timedelta(days=1), tick=False):
        page = enter_password(client, author)
        assert client.submit(page, "Go on", code=code_of(key)).path == "/desk/articles"


def test_guesses_begin_anew_after_the_right_code(client: Client, author: User) -> None:
    key = make_app(author)
    page = enter_password(client, author)
    for _ in range(9):
        page = client.submit(page, "Go on", code=code_of(key, 40), status=422)
    client.submit(client.submit(page, "Go on", code=code_of(key)), "Sign out")
    page = enter_password(client, author)
    for _ in range(9):
        page = client.submit(page, "Go on", code=code_of(key, 40), status=422)
