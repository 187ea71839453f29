"""Emptying the outbox: each mail is handed to the SMTP server once, whoever delivers and however it is broken off.

A mail is claimed in a transaction of its own, so of two that deliver at once each has others. What fails before the
server is handed anything is tried again; a claim whose process died lapses. From the moment that the text goes out
until the server has answered, nobody can know whether it took the mail: then it is never sent again.
"""

import json
import logging
import smtplib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from blog.tools import mail
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest, unseal
from blog.tools.database import APART, db
from blog.tools.email_addresses import parse
from blog.tools.outbox import CLAIMED, EMPTIED, GIVEN_UP, HANDING, SENT, UNSURE, WAITING, Mail

# After the first failure, the second, …; the last one again and again.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
TRIED_FOR = timedelta(days=3)
# A claim older than this is that of a process which has died: no talk with a server takes so long.
LEASE = timedelta(minutes=10)
# So long the key of a settled mail keeps another one with the same from being put.
KEPT = timedelta(days=14)

log = logging.getLogger("blog.mail")


@dataclass(frozen=True)
class _Claim:
    """A mail that is ours to send. `attempts` tells our claim from one that came after it lapsed."""

    id: int
    key: str
    attempts: int
    recipient_sealed: bytes
    message_sealed: bytes


def deliver() -> Counter[str]:
    """Send what is due, one after the other, and say how many mails came to which state. Nothing of it is raised.

    It ends early where the server cannot be reached: what is still due stays so.
    """
    _settle_what_nobody_will()
    outcomes: Counter[str] = Counter()
    while (claim := _claim()) is not None:
        try:
            with mail.connected() as server:
                outcomes[_send(server, claim)] += 1
        except OSError as error:
            outcomes[_postpone(claim, error)] += 1
            break
    return outcomes


def _settle_what_nobody_will() -> None:
    """Note what a dead process has left unsure, give up what was tried for long enough, drop what is long settled."""
    lapsed = Mail.claimed_at <= now() - LEASE
    tried = and_(Mail.attempts > 0, Mail.put_at <= now() - TRIED_FOR)
    unsure = and_(Mail.state == HANDING, lapsed)
    over = and_(tried, or_(Mail.state == WAITING, and_(Mail.state == CLAIMED, lapsed)))
    old = Mail.settled_at <= now() - KEPT
    # Looked at before any lock is taken, as there is mostly nothing.
    with db.engines[APART].connect() as connection:
        if connection.scalar(select(Mail.id).where(or_(unsure, over, old)).limit(1)) is None:
            return
    with db.engines[APART].begin() as connection:
        for which, state in ((unsure, UNSURE), (over, GIVEN_UP)):
            connection.execute(update(Mail).where(which).values(state=state, settled_at=now(), **EMPTIED))
        connection.execute(delete(Mail).where(old))


def _claim() -> _Claim | None:
    """The mail that is due first, which is ours from now on; None where none is due."""
    first = select(Mail.id).where(_is_due()).order_by(Mail.due_at, Mail.id).limit(1)
    with db.engines[APART].connect() as connection:
        if connection.scalar(first) is None:
            return None
    which = Mail.id == first.with_for_update(skip_locked=True).scalar_subquery()
    claiming = update(Mail).where(which).values(state=CLAIMED, claimed_at=now(), attempts=Mail.attempts + 1)
    columns = (Mail.id, Mail.key, Mail.attempts, Mail.recipient_sealed, Mail.message_sealed)
    with db.engines[APART].begin() as connection:
        row = connection.execute(claiming.returning(*columns)).first()
    return (
        _Claim(row.id, row.key, row.attempts, row.recipient_sealed or b"", row.message_sealed or b"") if row else None
    )


def _is_due() -> ColumnElement[bool]:
    at = now()
    lapsed = and_(Mail.state == CLAIMED, Mail.claimed_at <= at - LEASE)
    return or_(and_(Mail.state == WAITING, Mail.due_at <= at), lapsed)


def _send(server: smtplib.SMTP, claim: _Claim) -> str:
    """Hand over one mail; the state that it is in now."""
    try:
        recipient, message = _written(claim)
        mail.announce(server, recipient)
    except (mail.Refused, InvalidToken, ValueError) as error:
        log.warning("Mail %d is given up: %s", claim.id, mail.kind_of(error))
        return _settle(claim, CLAIMED, GIVEN_UP)
    except OSError as error:
        return _postpone(claim, error)
    # Written before a word of it goes out. Where the claim has lapsed, the mail is somebody else's.
    if not _move(claim, CLAIMED, state=HANDING):
        # The server waits for the text, and would take a farewell for it.
        server.close()
        return CLAIMED
    try:
        code = mail.hand_over(server, message)
    except OSError as error:
        log.warning("Whether the server took mail %d is not known: %s", claim.id, mail.kind_of(error))
        return _settle(claim, HANDING, UNSURE)
    if 200 <= code < 300:
        return _settle(claim, HANDING, SENT)
    refusal = smtplib.SMTPResponseException(code, "")
    if code >= 500:
        log.warning("Mail %d is given up: %s", claim.id, mail.kind_of(refusal))
        return _settle(claim, HANDING, GIVEN_UP)
    return _postpone(claim, refusal, HANDING)


def _written(claim: _Claim) -> tuple[str, EmailMessage]:
    """The recipient as the server is told, and the mail. Raises ValueError for an address that cannot be."""
    checked = parse(unseal(claim.recipient_sealed))
    # A domain in other letters has a form in these; what stands before it has none, and few servers would take it.
    if checked.ascii_email is None:
        raise ValueError("no address in ASCII")
    subject, body, headers = json.loads(unseal(claim.message_sealed))
    return checked.ascii_email, mail.compose(
        checked.ascii_email, subject, body, headers | {"Message-ID": _message_id(claim.key)}
    )


def _message_id(key: str) -> str:
    """The same for each attempt, so that whoever gets a mail twice can tell."""
    return f"<{keyed_digest('message', key).hex()[:32]}@{urlsplit(current_app.config['SITE_URL']).hostname}>"


def _postpone(claim: _Claim, error: OSError, state: str = CLAIMED) -> str:
    log.warning("Mail %d has to wait: %s", claim.id, mail.kind_of(error))
    wait = WAITS[min(claim.attempts, len(WAITS)) - 1]
    _move(claim, state, state=WAITING, due_at=now() + wait)
    return WAITING


def _settle(claim: _Claim, former: str, state: str) -> str:
    _move(claim, former, state=state, settled_at=now(), **EMPTIED)
    return state


def _move(claim: _Claim, former: str, **values: object) -> bool:
    """Whether the mail was still ours and `former`, and so has these values now."""
    ours = and_(Mail.id == claim.id, Mail.state == former, Mail.attempts == claim.attempts)
    with db.engines[APART].begin() as connection:
        return bool(connection.execute(update(Mail).where(ours).values(**values)).rowcount)
