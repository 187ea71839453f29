"""Nobody guesses a password, and nobody keeps the owner of an account from signing in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from blog.accounts import guessing
from blog.accounts.models import FamiliarNetwork, User
from blog.tools import throttle
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.networks import network
from blog.tools.throttle import Attempt
from tests.conftest import Delivery, running_app
from tests.factories import PASSWORD
from tests.guessers import HOME, Guesser
from tests.pages import Client, Page, sign_in

STRANGERS = [f"198.51.{number}.7" for number in range(10)]
NOBODY = "nobody@example.com"


def let_time_pass(**span: float) -> None:
    """As if all that was counted had been counted earlier."""
    for attempt in db.session.scalars(select(Attempt)):
        attempt.expires_at -= timedelta(**span)
    db.session.commit()


def test_one_network_has_four_guesses_a_minute_at_an_account(app: Flask, author: User) -> None:
    attacker, email = Guesser(app, STRANGERS[0]), author.email
    assert [attacker.guess(email) for _ in range(5)] == [401, 401, 401, 401, 429]

    answer = attacker.sign_in(email)
    assert answer.status_code == 429, "the right password is no way past the limit"
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 60
    page = Page(answer)
    assert f"Too many attempts. Try again in {seconds} seconds." in page.one(id="error-summary").text
    assert page.one("input", id="email").get("value") == email
    assert not page.one("input", id="password").get("value")

    assert Guesser(app, STRANGERS[1]).sign_in(email).status_code == 302, "the owner is somewhere else"


def test_after_a_minute_guessing_goes_on(app: Flask, author: User) -> None:
    attacker, email = Guesser(app, STRANGERS[0]), author.email
    statuses = [attacker.guess(email) for _ in range(5)]
    let_time_pass(seconds=61)
    assert [*statuses, attacker.guess(email)] == [401, 401, 401, 401, 429, 401]


def test_an_account_has_ten_guesses_a_minute_and_four_are_for_its_owner(app: Flask, author: User) -> None:
    email = author.email
    owner = Guesser(app, HOME)
    assert owner.sign_in(email).status_code == 302
    statuses = [Guesser(app, ip).guess(email) for ip in STRANGERS[:7]]
    assert statuses == [401] * 6 + [429], "six for all strange networks together"
    assert Guesser(app, "192.0.2.99").sign_in(email).status_code == 302, "the same network, another device"
    neighbour = Guesser(app, "192.0.2.77")
    assert [neighbour.guess(email) for _ in range(5)] == [401] * 4 + [429]
    assert Guesser(app, STRANGERS[8]).guess(email) == 429, "ten in all"


def test_an_address_without_an_account_is_counted_alike_however_it_is_written(app: Flask, author: User) -> None:
    for email in (author.email, NOBODY):
        guesser = Guesser(app, STRANGERS[0])
        spellings = [email, email.upper(), email.title(), email.swapcase(), email]
        assert [guesser.guess(spelling) for spelling in spellings] == [401] * 4 + [429], email


def test_guesses_are_remembered_by_every_worker_and_after_a_restart(app: Flask, author: User) -> None:
    email = author.email
    first = Guesser(app, STRANGERS[0])
    assert [first.guess(email) for _ in range(3)] == [401] * 3
    with running_app() as other:
        second = Guesser(other, STRANGERS[0])
        assert [second.guess(email) for _ in range(2)] == [401, 429]


@pytest.mark.parametrize(
    ("ip", "same", "other"),
    [("203.0.113.7", "203.0.113.200", "203.0.114.7"), ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", "2001:db8:1:3::7")],
)
def test_a_network_has_thirty_guesses_a_minute_at_all_accounts_together(
    app: Flask, author: User, ip: str, same: str, other: str
) -> None:
    db.session.commit()
    for number in range(29):
        assert throttle.take(guessing.BY_NETWORK.of(network(ip))) == 0, number
    assert Guesser(app, ip).guess("one@example.com") == 401
    assert Guesser(app, same).guess("another@example.com") == 429
    assert Guesser(app, other).sign_in(author.email).status_code == 302


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(429, marks=pytest.mark.settings(TRUSTED_PROXIES=0)),
        pytest.param(401, marks=pytest.mark.settings(TRUSTED_PROXIES=1)),
    ],
)
def test_a_forged_header_is_no_other_network_unless_a_proxy_is_trusted(app: Flask, last: int) -> None:
    guesser = Guesser(app, HOME)
    statuses = []
    for ip in STRANGERS[:5]:
        guesser.client.environ_base["HTTP_X_FORWARDED_FOR"] = ip
        statuses.append(guesser.guess(NOBODY))
    assert statuses == [401] * 4 + [last]


def test_who_is_right_may_sign_in_as_often_as_they_like(app: Flask, author: User) -> None:
    email = author.email
    assert [Guesser(app, HOME).sign_in(email).status_code for _ in range(6)] == [302] * 6


def test_the_password_again_and_the_present_one_are_guesses_too(client: Client, author: User) -> None:
    sign_in(client, author)
    form = client.page("/verify")
    wrong = {"password": "not the right one"}
    assert [client.press(form, "Go on", **wrong).status_code for _ in range(3)] == [401] * 3

    form = client.page("/desk/password")
    new = {"new_password": "quiet harbour at dawn", "new_password_confirm": "quiet harbour at dawn"}
    assert [client.press(form, "Change password", **wrong, **new).status_code for _ in range(2)] == [401, 429]
    assert client.press(form, "Change password", password=PASSWORD, **new).status_code == 429
    page = Page(client.press(client.page("/verify"), "Go on", password=PASSWORD))
    assert page.status == 429
    assert "Too many attempts. Try again in " in page.text


def test_what_is_no_guess_is_not_counted(app: Flask, author: User) -> None:
    guesser, email = Guesser(app), author.email
    for password in ("", "x" * 129):
        assert guesser.sign_in(email, password).status_code == 422
    assert db.session.scalar(select(func.count(Attempt.id))) == 0


def test_a_network_is_forgotten_after_ninety_days(app: Flask, author: User) -> None:
    email = author.email
    Guesser(app, HOME).sign_in(email)
    db.session.execute(update(FamiliarNetwork).values(signed_in_at=now() - timedelta(days=91)))
    assert [Guesser(app, ip).guess(email) for ip in STRANGERS[:6]] == [401] * 6
    assert Guesser(app, HOME).sign_in(email).status_code == 429


def test_only_the_last_networks_are_kept_and_none_can_be_read(app: Flask, author: User) -> None:
    email = author.email
    for ip in (HOME, HOME, *STRANGERS[:5]):
        assert Guesser(app, ip).sign_in(email).status_code == 302
    kept = db.session.scalars(select(FamiliarNetwork)).all()
    assert len({row.digest for row in kept}) == len(kept) == guessing.FAMILIAR_KEPT
    for row in kept:
        assert b"198.51" not in row.digest


MAIL = pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="news@example.org")


@MAIL
def test_nobody_fills_a_mailbox_with_links(client: Client, author: User, deliver: Delivery) -> None:
    known = author.email
    for email in (known, NOBODY):
        answers = [_ask_for_link(client, email, ip) for ip in STRANGERS[:4]]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        page = Page(answers[-1])
        assert 0 < int(page.response.headers["Retry-After"]) <= 3600
        assert "Too many attempts. Try again in 60 minutes." in page.one(id="error-summary").text
        assert page.one("input", id="email").get("value") == email
    assert [mail["To"] for mail in deliver()] == [known] * 3


@MAIL
def test_one_network_asks_for_ten_links_an_hour(client: Client) -> None:
    for number in range(10):
        assert throttle.take(guessing.LINKS_BY_NETWORK.of(network(HOME))) == 0, number
    assert _ask_for_link(client, NOBODY, HOME).status_code == 429
    assert _ask_for_link(client, NOBODY, STRANGERS[0]).status_code == 200


def _ask_for_link(client: Client, email: str, ip: str) -> TestResponse:
    client.environ_base["REMOTE_ADDR"] = ip
    return client.press(client.page("/reset"), "Send the link", email=email)
