"""Sending mail, where an SMTP server is set."""

import smtplib
import ssl
from email.message import EmailMessage

from flask import current_app

# Seconds to wait for the server.
TIMEOUT = 10


def is_configured() -> bool:
    """Whether this installation can send mail."""
    return bool(current_app.config["MAIL_SERVER"] and current_app.config["MAIL_SENDER"])


def send(recipient: str, subject: str, body: str) -> bool:
    """Send a plain text mail; False, and nothing happens, where no server is set. Raises OSError if it fails."""
    if not is_configured():
        return False
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_SENDER"]
    message["To"] = recipient
    message["Subject"] = f"{current_app.config['SITE_NAME']}: {subject}"
    message.set_content(body)
    with connect() as server:
        server.send_message(message)
    return True


def connect() -> smtplib.SMTP:
    """A connection to the SMTP server, encrypted where it offers that, signed in where a user name is set."""
    config = current_app.config
    server = smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    if config["MAIL_USERNAME"]:
        server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
    return server
