"""The outbox: mail that is to be sent, kept in the database until it is, and each key once.

put(address, "A reply", body, key="reply 12")     # in the caller's transaction: sent if that is committed
deliver()                                         # tools/delivering.py: by the server itself, or by command
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any

from sqlalchemy import Connection, Index, LargeBinary, Select, String, delete, event, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from blog.tools.clock import now
from blog.tools.crypto import keyed_digest, seal, unseal
from blog.tools.database import Base, Sealed, UTCDateTime, db
from blog.tools.email_addresses import folded

KEY_LENGTH = 120

WAITING = "waiting"
# Somebody has taken it on, and has not yet handed the server anything of it.
CLAIMED = "claimed"
# The server is being handed it, or was when the process died: whether it took it is not known.
HANDING = "handing"
SENT = "sent"
GIVEN_UP = "given up"
UNSURE = "unsure"
# What a settled mail is emptied of.
EMPTIED = {"recipient_sealed": None, "recipient_index": None, "message_sealed": None}

# Set when something has been put by this process.
arrived = Event()
_PUT = "mail was put"


class Mail(Base):
    """One mail. When it is settled, whichever way, who was to get it and what it said are deleted."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    recipient_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    # What mail to a commenter is found by; it cannot be turned back into the address.
    recipient_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    # Subject, body and headers, as JSON.
    message_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    put_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


@dataclass(frozen=True)
class Waiting:
    """How many mails are still to be sent, and since when the first of them has been."""

    number: int
    since: datetime | None


def put(
    recipient: str,
    subject: str,
    body: str,
    *,
    key: str,
    headers: Mapping[str, str] | None = None,
    to_commenter: bool = True,
) -> bool:
    """Put a mail into the outbox, in the caller's transaction; False where there was one with this key already.

    Mail that is not `to_commenter` is neither shown nor forgotten with what is stored of a commenter's address.
    """
    if was_put(key):
        return False
    mail = Mail(key=key, recipient_sealed=seal(recipient))
    mail.recipient_index = _index(recipient) if to_commenter else None
    mail.message_sealed = seal(json.dumps([subject, body, dict(headers or {})]))
    try:
        # As an object, so that a change of keys at this moment finds it; the database decides about the key.
        with db.session.begin_nested():
            db.session.add(mail)
    except IntegrityError:
        return False
    db.session.info[_PUT] = True
    return True


def was_put(key: str) -> bool:
    """Whether a mail with this key was put, and at most some days ago settled."""
    return db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None


def waiting() -> Waiting:
    """What is still to be sent."""
    unsent = select(func.count(), func.min(Mail.put_at)).where(Mail.state.in_((WAITING, CLAIMED)))
    number, since = db.session.execute(unsent).one()
    return Waiting(number, since)


def unsent(kind: str, recipient: str | None = None) -> list[str]:
    """The keys that begin with `kind` of mails that nobody has begun to send: all, or those to `recipient`."""
    statement = select(Mail.key).where(Mail.state == WAITING, Mail.key.startswith(kind, autoescape=True))
    if recipient is not None:
        statement = statement.where(Mail.recipient_index == _index(recipient))
    return list(db.session.scalars(statement.order_by(Mail.id)))


def take_back(keys: Iterable[str]) -> list[str]:
    """Delete the mails with these keys that nobody has begun to send, in the caller's transaction; their keys."""
    unsent = delete(Mail).where(Mail.key.in_(list(keys)), Mail.state == WAITING)
    return list(db.session.scalars(unsent.returning(Mail.key)))


def contents_for(address: str) -> list[dict[str, Any]]:
    """The mails to `address` that are still to be sent: subject, text, and when each was put."""
    found = []
    for mail in db.session.scalars(_to(address)):
        subject, body, _ = json.loads(unseal(mail.message_sealed or b""))
        found.append({"subject": subject, "text": body, "put_at": mail.put_at})
    return found


def forget(address: str) -> None:
    """Delete the mails to `address` that are still to be sent, in the caller's transaction."""
    for mail in db.session.scalars(_to(address)):
        db.session.delete(mail)
    db.session.flush()


def call_off(connection: Connection) -> None:
    """Send nothing of what waits in this database, nor ever put it again."""
    unsent = update(Mail).where(Mail.settled_at.is_(None))
    connection.execute(unsent.values(state=UNSURE, settled_at=now(), **EMPTIED))


def _to(address: str) -> Select[Mail]:
    return select(Mail).where(Mail.recipient_index == _index(address)).order_by(Mail.id)


def _index(address: str) -> bytes:
    return keyed_digest("recipient", folded(address))


@event.listens_for(Session, "after_commit")
def _say_so(session: Session) -> None:
    # Not at the end of a savepoint, when nobody else sees it yet.
    if not session.in_nested_transaction() and session.info.pop(_PUT, False):
        arrived.set()


@event.listens_for(Session, "after_rollback")
def _forget_it(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_PUT, None)
