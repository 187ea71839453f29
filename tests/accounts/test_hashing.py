"""A flood of sign-ins computes few hashes at once."""

import queue
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask_security import hash_password
from werkzeug.test import TestResponse

from blog.accounts import guessing, hashing
from blog.accounts.models import User
from blog.tools.database import db
from tests.guessers import Guesser
from tests.pages import Client, Page

FEW = hashing.AT_ONCE + hashing.WAITING


def ask(work: Callable[[], TestResponse], answers: "queue.Queue[TestResponse]") -> threading.Thread:
    thread = threading.Thread(target=lambda: answers.put(work()))
    thread.start()
    return thread


def test_while_a_hash_is_computed_a_few_wait_and_the_others_are_sent_away_at_once(
    app: Flask, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "PATIENCE", 60)
    email = author.email
    db.session.commit()
    people = [Guesser(app, f"198.51.{number}.7") for number in range(FEW + 1)]
    answers: queue.Queue[TestResponse] = queue.Queue()
    with app.test_request_context("/"):
        assert hashing.take_turn()
        threads = [ask(lambda person=person: person.sign_in(email), answers) for person in people]
        sent_away = [answers.get(timeout=30) for _ in range(len(people) - hashing.WAITING)]
        assert answers.empty(), "somebody waits"
    served = [answers.get(timeout=30) for _ in range(hashing.WAITING)]
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in served] == [302] * hashing.WAITING
    for answer in sent_away:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        page = Page(answer)
        assert "Many people are signing in. Try again in a few seconds." in page.one(id="error-summary").text
        assert page.one("input", id="email").get("value") == email


def test_nobody_waits_for_long(app: Flask, author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    email = author.email
    person = Guesser(app)
    with app.test_request_context("/"):
        assert hashing.take_turn()
        assert [person.guess(email) for _ in range(5)] == [503] * 5
    assert [person.guess(email) for _ in range(5)] == [401] * 4 + [429], "who was sent away has spent no guess"


def test_a_guess_too_many_does_not_stand_in_the_queue(app: Flask, author: User) -> None:
    email = author.email
    person = Guesser(app)
    assert [person.guess(email) for _ in range(4)] == [401] * 4
    with app.test_request_context("/"):
        assert hashing.take_turn()
        assert person.guess(email) == 429


@pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="news@example.org")
def test_who_asks_for_one_link_too_many_does_not_stand_in_the_queue_either(client: Client) -> None:
    form = client.page("/reset")
    for _ in range(guessing.LINKS_FOR_ADDRESS.most):
        assert client.press(form, "Send the link", email="nobody@example.com").status_code == 200
    with client.application.test_request_context("/"):
        assert hashing.take_turn()
        assert client.press(form, "Send the link", email="nobody@example.com").status_code == 429


@pytest.mark.fresh_app
def test_every_other_hash_of_a_request_waits_its_turn_too(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    app.add_url_rule("/hash", "hash", lambda: {"hashed": hash_password("quiet harbour at dawn")})
    hashed = hash_password("quiet harbour at dawn")
    assert app.extensions["security"].pwd_context.verify("quiet harbour at dawn", hashed)
    with app.test_request_context("/"):
        assert hashing.take_turn()
        assert hash_password("quiet harbour at dawn"), "this request has its turn"
        page = client.page("/hash", status=503)
        assert page.heading == "Many people are signing in"
        assert "Go back and try again in a few seconds." in page.text
        assert page.response.headers["Retry-After"] == "5"
    assert client.get("/hash").status_code == 200, "the turn ended with the request"
