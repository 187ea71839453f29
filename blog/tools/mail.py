"""Sending mail, where an SMTP server is set."""

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address

from flask import current_app

from blog.tools.clock import now

# Seconds to wait for the server.
TIMEOUT = 10


class Refused(Exception):
    """The server will never take this mail, and said so with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.smtp_code = code


class PasswordInTheOpen(OSError):
    """The server offers no encryption, so it would be told the password for everybody to hear."""


def is_configured() -> bool:
    """Whether this installation can send mail."""
    return bool(current_app.config["MAIL_SERVER"] and current_app.config["MAIL_SENDER"])


def compose(recipient: str, subject: str, body: str, headers: Mapping[str, str]) -> EmailMessage:
    """A plain text mail. What others have written may stand in it anywhere: no header can come out of it."""
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_SENDER"]
    message["To"] = recipient
    message["Subject"] = _one_line(f"{current_app.config['SITE_NAME']}: {subject}")
    message["Date"] = format_datetime(now())
    for name, value in headers.items():
        message[name] = _one_line(value)
    # Lines of any length and letters of any kind get through every server like that.
    message.set_content(body, cte="quoted-printable")
    return message


def connect() -> smtplib.SMTP:
    """A connection to the SMTP server, encrypted where it offers that, signed in where a user name is set.

    Raises OSError where there is none to be had. One is PasswordInTheOpen: whoever stands in between has only to leave
    out the offer.
    """
    config = current_app.config
    try:
        server = smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=TIMEOUT)
    except UnicodeError as error:
        raise OSError("MAIL_SERVER is not the name of a machine") from error
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif config["MAIL_USERNAME"] and not _is_this_machine(config["MAIL_SERVER"]):
            raise PasswordInTheOpen("it offers no encryption (STARTTLS), so it is not told the password")
        if config["MAIL_USERNAME"]:
            server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
    except OSError:
        server.close()
        raise
    return server


@contextmanager
def connected() -> Iterator[smtplib.SMTP]:
    """`connect`, with a leave taken at the end. However the server takes that changes nothing."""
    server = connect()
    try:
        yield server
    finally:
        with suppress(OSError):
            server.quit()
        server.close()


def announce(server: smtplib.SMTP, recipient: str) -> None:
    """Bring the talk to where the text is due. Raises Refused, or OSError for what may go better later."""
    # Refused as the sender, we are not for this mail alone: that is for the settings to mend.
    _demand(server.mail(parseaddr(current_app.config["MAIL_SENDER"])[1])[0], 250)
    # 251: it passes the mail on to where the recipient has moved.
    _demand_unless_refused(server.rcpt(recipient)[0], 250, 251)
    _demand_unless_refused(server.docmd("DATA")[0], 354)


def hand_over(server: smtplib.SMTP, message: EmailMessage) -> int:
    """The code of the server's answer to the whole text. Raises OSError where none comes."""
    # A line that is a full stop ends the text, so those that begin with one get a second (RFC 5321, 4.5.2).
    text = re.sub(rb"^\.", b"..", message.as_bytes(policy=SMTP), flags=re.MULTILINE)
    server.send(text.rstrip(b"\r\n") + b"\r\n.\r\n")
    return server.getreply()[0]


def kind_of(error: Exception) -> str:
    """What went wrong, for the log: without what the server said, which may hold an address."""
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()


def _is_this_machine(server: str) -> bool:
    try:
        return ip_address(server).is_loopback
    except ValueError:
        return server.lower() == "localhost"


def _demand(code: int, *wanted: int) -> None:
    if code not in wanted:
        raise smtplib.SMTPResponseException(code, "")


def _demand_unless_refused(code: int, *wanted: int) -> None:
    if code >= 500:
        raise Refused(code)
    _demand(code, *wanted)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
