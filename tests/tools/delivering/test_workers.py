"""Mail leaves the outbox once, however many send it and however one of them ends."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.delivering import LEASE, TRIED_FOR, deliver
from blog.tools.outbox import CLAIMED, HANDING, SENT, UNSURE, WAITING, Mail
from tests.live import PATIENCE
from tests.mailbox import Mailbox
from tests.tools.delivering.conftest import mail, pass_time, put, with_mail

pytestmark = with_mail

ROOT = Path(__file__).resolve().parents[3]


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


def kill_while_sending(mailbox: Mailbox) -> None:
    """End a process that sends what is due when the server has just been asked."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "upkeep", "send-mail"]
    environment = os.environ | {"BLOG_MAIL_PORT": str(mailbox.port)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    assert mailbox.is_asked.wait(PATIENCE)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
