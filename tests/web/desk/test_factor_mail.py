"""Whoever changes somebody's second factor, the person hears of it."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.tools.delivering import WAITS
from tests.conftest import Delivery
from tests.devices import Device, code_of
from tests.factories import make_app, make_passkey
from tests.mailbox import Mailbox
from tests.pages import Client, sign_in
from tests.tools.delivering.conftest import pass_time

pytestmark = pytest.mark.settings(
    MAIL_SERVER="127.0.0.1", MAIL_SENDER="news@example.org", SITE_URL="http://localhost:8000"
)


def test_mail_comes_for_all_that_is_added_and_removed(desk: Client, author: User, deliver: Delivery) -> None:
    page = desk.page("/desk/factors/app")
    desk.submit(page, "Set up", code=code_of(page.one("code").text.replace(" ", "")))
    page = desk.page("/desk/factors/passkeys/new")
    answer = Device().create(page.form("Add passkey")[0].attributes["data-creation"])
    page = desk.submit(page, "Add passkey", name="Clé de Léa", answer=answer)
    desk.submit(page, "Make new recovery codes")
    desk.submit(page, "Remove the passkey Clé de Léa")
    desk.submit(page, "Remove the authenticator app")
    mails = deliver()
    said = [mail.get_content() for mail in mails]
    sentences = [
        "An authenticator app has been set up for signing in to your account.",
        "The passkey “Clé de Léa” has been added to your account.",
        "New recovery codes have been made for your account.",
        "The passkey “Clé de Léa” has been removed from your account.",
        "The authenticator app has been removed from your account.",
    ]
    assert [sentence in body for sentence, body in zip(sentences, said, strict=True)] == [True] * 5
    assert {mail["To"] for mail in mails} == {author.email}
    assert "http://localhost:8000/reset" in said[0]


def test_mail_comes_when_an_admin_or_an_operator_resets(
    app: Flask, client: Client, author: User, admin: User, deliver: Delivery
) -> None:
    make_app(author)
    sign_in(client, admin)
    client.submit(client.page(f"/admin/people/{author.id}"), "Reset two-step")
    make_passkey(author)
    email = author.email
    app.test_cli_runner().invoke(args=["people", "reset-second-factor", email])
    mails = deliver()
    for mail in mails:
        assert mail["To"] == email
        assert "All your ways of two-step sign-in have been taken away." in mail.get_content()
    assert len(mails) == 2


def test_a_mail_that_the_server_cannot_take_yet_is_tried_again(
    desk: Client, author: User, mailbox: Mailbox, deliver: Delivery
) -> None:
    make_app(author)
    mailbox.answers.append("451 later")
    page = desk.submit(desk.page("/desk/factors"), "Remove the authenticator app")
    assert "The authenticator app is removed." in page.text
    assert deliver() == []
    pass_time(WAITS[0])
    assert [mail["To"] for mail in deliver()] == [author.email]
