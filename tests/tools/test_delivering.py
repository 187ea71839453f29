"""Mail leaves the outbox once, whatever the server of mail, the site or the network do."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.delivering import KEPT, LEASE, TRIED_FOR, WAITS, deliver
from blog.tools.outbox import CLAIMED, GIVEN_UP, HANDING, SENT, UNSURE, WAITING, Mail
from tests.live import PATIENCE
from tests.mailbox import Mailbox

ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS = "needle@haystack.example"

pytestmark = pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="The Desk <desk@news.example>")


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        app.config["MAIL_PORT"] = mailbox.port
        yield mailbox


def put(key: str = "one", body: str = "Words.\n", **more: dict[str, str]) -> None:
    outbox.put(ADDRESS, "A subject", body, key=key, **more)
    db.session.commit()


def mail(key: str = "one") -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail).where(Mail.key == key)).one()


def pass_time(by: timedelta) -> None:
    """Let all that is noted in the outbox be that much longer ago."""
    for one in db.session.scalars(select(Mail)):
        for column in ("put_at", "due_at", "claimed_at", "settled_at"):
            if getattr(one, column) is not None:
                setattr(one, column, getattr(one, column) - by)
    db.session.commit()


def test_what_is_put_and_committed_is_sent_once(app: Flask, mailbox: Mailbox) -> None:
    outbox.put(ADDRESS, "Not meant", "Words.", key="one")
    db.session.rollback()
    put(body=".\n.two\nand a line of " + "x" * 2000 + "\nسلام\n")
    assert not outbox.put(ADDRESS, "Again", "Words.", key="one")
    assert deliver() == {SENT: 1}
    assert deliver() == {}
    (sent,) = mailbox.mails
    assert sent["To"] == ADDRESS
    assert sent["Subject"] == "The Meridian: A subject"
    assert sent["From"] == "The Desk <desk@news.example>"
    assert sent.get_content().replace("\r\n", "\n") == ".\n.two\nand a line of " + "x" * 2000 + "\nسلام\n"
    assert sent["Message-ID"].endswith("@127.0.0.1>")


def test_who_gets_what_is_sealed_and_goes_when_it_is_sent(app: Flask, mailbox: Mailbox) -> None:
    put()
    row = mail()
    stored = b"".join(one or b"" for one in (row.recipient_sealed, row.recipient_index, row.message_sealed))
    assert b"needle" not in stored
    assert b"Words" not in stored
    deliver()
    row = mail()
    assert (row.state, row.recipient_sealed, row.recipient_index, row.message_sealed) == (SENT, None, None, None)
    assert not outbox.put(ADDRESS, "A subject", "Words.", key="one")
    pass_time(KEPT)
    deliver()
    assert db.session.scalars(select(Mail)).all() == []


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


def test_what_the_server_may_have_taken_is_not_sent_again(app: Flask, mailbox: Mailbox) -> None:
    mailbox.hangs_up = True
    put()
    assert deliver() == {UNSURE: 1}
    pass_time(TRIED_FOR)
    assert deliver() == {}
    assert len(mailbox.mails) == 1


def test_of_two_that_deliver_at_once_each_has_others(app: Flask, mailbox: Mailbox) -> None:
    for number in range(12):
        put(str(number))
    sent = []

    def work() -> None:
        with app.app_context():
            sent.append(deliver()[SENT])

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
    assert sum(sent) == len(mailbox.mails) == 12
    assert len({one["Message-ID"] for one in mailbox.mails}) == 12


def test_a_process_killed_before_the_text_has_cost_the_mail_nothing(app: Flask, mailbox: Mailbox) -> None:
    mailbox.knows_recipient.clear()
    put()
    kill_while_sending(mailbox)
    assert mail().state == CLAIMED
    assert deliver() == {}, "nobody knows yet that it is dead"
    pass_time(LEASE)
    mailbox.knows_recipient.set()
    assert deliver() == {SENT: 1}
    assert len(mailbox.mails) == 1


def test_a_process_killed_during_the_text_is_not_followed_by_another(app: Flask, mailbox: Mailbox) -> None:
    mailbox.has_read.clear()
    put()
    kill_while_sending(mailbox)
    assert mail().state == HANDING
    mailbox.has_read.set()
    pass_time(LEASE)
    assert deliver() == {}
    assert mail().state == UNSURE
    pass_time(TRIED_FOR)
    deliver()
    assert len(mailbox.mails) == 1


def test_who_was_thought_dead_leaves_the_mail_to_its_successor(app: Flask, mailbox: Mailbox) -> None:
    mailbox.knows_recipient.clear()
    put()
    outcomes = []

    def work() -> None:
        with app.app_context():
            outcomes.append(dict(deliver()))

    slow = threading.Thread(target=work)
    slow.start()
    assert mailbox.is_asked.wait(PATIENCE)
    pass_time(LEASE)
    # The successor has claimed it.
    db.session.execute(update(Mail).values(claimed_at=now(), attempts=Mail.attempts + 1))
    db.session.commit()
    mailbox.knows_recipient.set()
    slow.join(PATIENCE)
    assert outcomes == [{CLAIMED: 1}]
    assert mailbox.mails == []


def test_nothing_is_locked_while_the_server_takes_its_time(app: Flask, mailbox: Mailbox) -> None:
    mailbox.has_read.clear()
    put()
    worker = threading.Thread(target=lambda: app.app_context().__enter__() and deliver())
    worker.start()
    assert mailbox.is_asked.wait(PATIENCE)
    put("two")
    assert mail("two").state == WAITING
    mailbox.has_read.set()
    worker.join(PATIENCE)


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\0", "\x85", "\u2028"])
def test_no_header_comes_out_of_what_others_have_written(app: Flask, mailbox: Mailbox, sign: str) -> None:
    outbox.put(
        ADDRESS, f"A{sign}Bcc: evil@example.net{sign}{sign}Body", "B", key="one", headers={"List-Id": f"x{sign}Cc: y"}
    )
    db.session.commit()
    assert deliver() == {SENT: 1}
    (sent,) = mailbox.mails
    assert set(sent.keys()) <= {
        *("From", "To", "Subject", "Date", "List-Id", "Message-ID", "Content-Type", "Content-Transfer-Encoding"),
        *("MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo"),
    }
    assert sent["Subject"] == "The Meridian: A Bcc: evil@example.net Body"


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nBcc: c@d.example", "ü@example.org"])
def test_what_is_no_address_is_given_up(app: Flask, mailbox: Mailbox, address: str) -> None:
    outbox.put(address, "A subject", "Words.", key="one")
    db.session.commit()
    assert deliver() == {GIVEN_UP: 1}
    assert mailbox.mails == []


def test_a_domain_in_other_letters_is_written_to(app: Flask, mailbox: Mailbox) -> None:
    outbox.put("needle@münchen.example", "A subject", "Words.", key="one")
    db.session.commit()
    assert deliver() == {SENT: 1}
    assert mailbox.mails[0]["To"] == "needle@xn--mnchen-3ya.example"


def kill_while_sending(mailbox: Mailbox) -> None:
    """End a process that sends what is due when the server has just been asked."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "upkeep", "send-mail"]
    environment = os.environ | {"BLOG_MAIL_PORT": str(mailbox.port)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    assert mailbox.is_asked.wait(PATIENCE)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
