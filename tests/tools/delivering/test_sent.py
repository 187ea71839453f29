"""Mail is sealed while it waits, sent once, and holds no header but ours."""

import pytest
from flask import Flask
from sqlalchemy import select

from blog.tools import outbox
from blog.tools.database import db
from blog.tools.delivering import KEPT, deliver
from blog.tools.outbox import GIVEN_UP, SENT, Mail
from tests.mailbox import Mailbox
from tests.tools.delivering.conftest import ADDRESS, mail, pass_time, put, with_mail

pytestmark = with_mail


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
