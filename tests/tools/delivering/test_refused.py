"""Mail that the server refuses or cannot take waits, and is given up in the end."""

from datetime import timedelta

import pytest
from flask import Flask

from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.delivering import TRIED_FOR, WAITS, deliver
from blog.tools.outbox import GIVEN_UP, SENT, UNSURE, WAITING
from tests.live import PATIENCE
from tests.mailbox import Mailbox
from tests.tools.delivering.conftest import ADDRESS, mail, pass_time, put, with_mail

pytestmark = with_mail


def test_who_is_refused_for_now_is_tried_again_later(
    app: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.answers = [f"451 {ADDRESS} come back", "250 ok", f"421 {ADDRESS} busy"]
    mailbox.verdicts = [f"451 {ADDRESS} full"]
    put()
    put("two")
    assert deliver() == {WAITING: 2}
    assert deliver() == {}
    pass_time(WAITS[0])
    assert deliver() == {WAITING: 1, SENT: 1}
    pass_time(WAITS[1])
    assert deliver() == {SENT: 1}
    assert mail().attempts == 3
    first, *others = mailbox.mails
    assert [one["Message-ID"] == first["Message-ID"] for one in others] == [True, False]
    assert "haystack" not in caplog.text


def test_who_is_refused_for_ever_is_given_up_at_once(
    app: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.answers = [f"550 {ADDRESS} is nobody"]
    mailbox.verdicts = [f"554 {ADDRESS} wants no such thing"]
    put()
    put("two")
    assert deliver() == {GIVEN_UP: 2}
    assert mail().message_sealed is None
    pass_time(max(WAITS))
    assert deliver() == {}
    assert len(mailbox.mails) == 1, "the text of the first one was never asked for"
    assert "Mail 1 is given up: Refused 550" in caplog.text
    assert "haystack" not in caplog.text


@pytest.mark.settings(MAIL_PORT=1)
def test_while_the_server_is_away_mail_waits_longer_and_longer_and_not_for_ever(app: Flask) -> None:
    put()
    for wait in (*WAITS, WAITS[-1]):
        assert deliver() == {WAITING: 1}
        assert wait - timedelta(seconds=PATIENCE) < mail().due_at - now() <= wait
        pass_time(wait)
    assert outbox.waiting().number == 1
    pass_time(TRIED_FOR)
    assert deliver() == {}
    assert mail().state == GIVEN_UP


@pytest.mark.settings(MAIL_PORT=1)
def test_one_attempt_is_enough_to_see_that_the_server_is_away(app: Flask) -> None:
    for number in range(3):
        put(str(number))
    assert deliver() == {WAITING: 1}
    assert sorted(mail(str(number)).attempts for number in range(3)) == [0, 0, 1]


@pytest.mark.settings(MAIL_SERVER="xn--..bad")
def test_while_the_server_has_a_name_that_cannot_be_mail_waits(app: Flask) -> None:
    put()
    assert deliver() == {WAITING: 1}
    assert mail().state == WAITING
    said = app.test_cli_runner().invoke(args=["upkeep", "check"]).output
    assert "mail: the SMTP server does not take it: MAIL_SERVER is not the name of a machine. Check" in said


def test_what_the_server_may_have_taken_is_not_sent_again(app: Flask, mailbox: Mailbox) -> None:
    mailbox.hangs_up = True
    put()
    assert deliver() == {UNSURE: 1}
    pass_time(TRIED_FOR)
    assert deliver() == {}
    assert len(mailbox.mails) == 1
