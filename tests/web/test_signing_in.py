"""Signing in says what is missing, and nothing about who has an account."""

import re
from collections.abc import Callable
from typing import Any

import argon2.low_level
import pytest
from flask import Flask
from sqlalchemy.schema import DropTable
from werkzeug.test import TestResponse

from blog.accounts import inviting
from blog.accounts.models import User
from blog.tools.database import db
from blog.tools.outbox import Mail
from tests.conftest import Delivery
from tests.factories import PASSWORD, make_user
from tests.guessers import Guesser
from tests.pages import Client, sign_in

# As long as that of the author, so that the pages can be compared byte by byte.
NOBODY = "nobody@example.com"
OLD_PAGE = "That page was from before you signed in or out. Go on from here"
WRONG_PAIR = "Email or password is not correct"
MAIL = pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="news@example.org")


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each hash that is computed."""
    computed: list[str] = []

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: computed.append(name) or real(*args, **kwargs)

    for name in ("hash_secret", "verify_secret"):
        monkeypatch.setattr(argon2.low_level, name, noting(name, getattr(argon2.low_level, name)))
    return computed


def everything(answer: TestResponse, email: str) -> tuple[int, list[tuple[str, str]], str]:
    """All of an answer but what is random in every one: the token, the session's signature, and what was typed."""
    headers = [(name, "" if name == "Set-Cookie" else value) for name, value in answer.headers]
    body = re.sub(r'name="csrf_token" type="hidden" value="[^"]+"', "TOKEN", answer.text)
    assert "TOKEN" in body
    return answer.status_code, headers, body.replace(email, "EMAIL")


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("", "", {"email": "Enter an email address", "password": "Enter your password"}),
        ("", PASSWORD, {"email": "Enter an email address"}),
        ("samira@example.com", "", {"password": "Enter your password"}),
        ("samira", PASSWORD, {"email": "Enter an email address like name@example.com"}),
    ],
)
def test_each_empty_field_is_named(
    client: Client, author: User, hashes: list[str], email: str, password: str, said: dict[str, str]
) -> None:
    hashes.clear()
    page = client.submit(client.page("/login"), "Sign in", status=422, email=email, password=password)
    assert page.title.startswith("Error: Sign in")
    shown = {field: page.all(id=f"{field}-err") for field in ("email", "password")}
    assert {field: found[0].text.removeprefix("Error: ") for field, found in shown.items() if found} == said
    assert [link.text for link in page.one(id="error-summary").all("a")] == list(said.values())
    assert page.one("input", id="email").get("value") == email
    assert hashes == []


def test_the_other_forms_name_what_is_missing_too(client: Client, author: User) -> None:
    sign_in(client, author)
    page = client.submit(client.page("/verify"), "Go on", status=422)
    assert page.one(id="password-err").text == "Error: Enter your password"
    page = client.submit(client.page("/verify"), "Go on", status=401, password="not the right one")
    assert page.one(id="password-err").text == "Error: Password is not correct"
    page = client.submit(client.page("/desk/password"), "Change password", status=422)
    assert page.one(id="password-err").text == "Error: Enter your password"
    assert page.one(id="new_password-err").text == "Error: Enter a password"


def test_a_page_from_before_signing_in_leads_on_to_the_desk(client: Client, author: User) -> None:
    other_tab = client.page("/login")
    sign_in(client, author)
    page = client.submit(other_tab, "Sign in", email=author.email, password=PASSWORD)
    assert page.path == "/desk/articles"
    assert OLD_PAGE in page.text


@pytest.mark.parametrize(("path", "button"), [("/verify", "Go on"), ("/desk/password", "Change password")])
def test_a_page_from_an_earlier_session_is_shown_anew_without_the_password(
    client: Client, author: User, path: str, button: str
) -> None:
    sign_in(client, author)
    other_tab = client.page(path)
    client.submit(client.page("/desk/profile"), "Sign out")
    sign_in(client, author)
    page = client.submit(other_tab, button, password=PASSWORD)
    assert page.path == path
    assert OLD_PAGE in page.text
    assert PASSWORD not in page.response.text
    assert client.submit(page, button, status=422).heading == page.heading


def test_who_signs_out_on_a_page_from_an_earlier_session_is_told(client: Client, author: User) -> None:
    sign_in(client, author)
    other_tab = client.page("/desk/profile")
    client.submit(other_tab, "Sign out")
    sign_in(client, author)
    page = client.submit(other_tab, "Sign out")
    assert OLD_PAGE in page.text
    assert client.submit(page, "Sign out").path == "/login"


def test_a_browser_that_keeps_no_cookie_is_told_that_it_cannot_go_on(app: Flask, author: User) -> None:
    browser = app.test_client(use_cookies=False)
    page = browser.page("/login")
    assert browser.submit(page, "Sign in", status=400, email=author.email, password=PASSWORD).heading


@MAIL
def test_so_does_asking_for_a_link(client: Client) -> None:
    for typed, said in (("", "Enter an email address"), ("samira@", "Enter an email address like name@example.com")):
        page = client.submit(client.page("/reset"), "Send the link", status=422, email=typed)
        assert page.one(id="email-err").text == f"Error: {said}"
        assert "mail is on its way" not in page.text


def test_a_wrong_pair_is_one_whoever_has_an_account(app: Flask, author: User, hashes: list[str]) -> None:
    make_user("Closed", email="closed@example.com", active=False)
    inviting.invite("Invited", "newest@example.com")
    db.session.commit()
    pairs = {
        "wrong password": ("samira@example.com", "not the right one"),
        "no account": (NOBODY, "not the right one"),
        "no account, a password of another": (NOBODY, PASSWORD),
        "deactivated, the right password": ("closed@example.com", PASSWORD),
        "deactivated, a wrong one": ("closed@example.com", "not the right one"),
        "no password yet": ("newest@example.com", "not the right one"),
    }
    answers, work = {}, {}
    for number, (case, (email, password)) in enumerate(pairs.items()):
        guesser = Guesser(app, f"198.51.{number}.7")
        hashes.clear()
        answers[case] = everything(guesser.sign_in(email, password), email)
        work[case] = len(hashes)
    first = answers["no account"]
    assert first[0] == 401
    assert WRONG_PAIR in first[2]
    for case, answer in answers.items():
        assert answer == first, case
    assert work == dict.fromkeys(pairs, 1), "each computes one hash"


def test_who_forgot_the_password_is_told_who_can_help_where_no_mail_is_sent(client: Client) -> None:
    page = client.page("/reset")
    assert "Ask an administrator for a new link: they make one on your page under People" in page.text


@MAIL
def test_asking_for_a_link_answers_alike(app: Flask, author: User, deliver: Delivery, hashes: list[str]) -> None:
    known = author.email
    make_user("Closed", email="closed@example.com", active=False)
    answers, work = {}, {}
    for email in (known, NOBODY, "closed@example.com"):
        client = app.test_client()
        form = client.page("/reset")
        hashes.clear()
        answers[email] = everything(client.press(form, "Send the link", email=email), email)
        work[email] = len(hashes)
    assert answers[NOBODY][0] == 200
    assert "If there is an account for EMAIL, a mail is on its way to it" in answers[NOBODY][2]
    assert answers[known] == answers["closed@example.com"] == answers[NOBODY]
    assert len(set(work.values())) == 1
    assert [mail["To"] for mail in deliver()] == [known]


@MAIL
def test_the_mail_is_put_when_the_answer_is_out(client: Client, author: User, deliver: Delivery) -> None:
    page = client.page("/reset")
    form = {**page.filled(page.one("form")), "email": author.email}
    answer = client.post("/reset", data=form, headers={"Sec-Fetch-Site": "same-origin"}, buffered=False)
    assert answer.status_code == 200
    assert deliver() == []
    answer.close()
    (mail,) = deliver()
    assert mail["To"] == author.email
    link = re.search(r"http://127\.0\.0\.1:8000(/reset/\S+)", mail.get_content())
    assert link
    assert client.page(link[1]).heading == "Choose your password"


@MAIL
def test_a_mail_that_cannot_be_put_is_not_told_to_visitors(
    app: Flask, author: User, caplog: pytest.LogCaptureFixture
) -> None:
    known = author.email
    db.session.execute(DropTable(Mail.__table__))
    db.session.commit()
    answers = []
    for email in (known, NOBODY):
        client = app.test_client()
        answers.append(everything(client.press(client.page("/reset"), "Send the link", email=email), email))
    assert answers[0] == answers[1]
    assert "What was left to do after an answer has failed" in caplog.text
    assert known not in caplog.text
