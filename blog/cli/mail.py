"""`flask upkeep send-mail`: what is to be mailed by now goes."""

import click
from flask import current_app

from blog.comments import mailing
from blog.tools import mail, outbox


@click.command("send-mail")
def send_mail() -> None:
    """Send the mail that is due. The site does it too, each minute from its first visitor on."""
    if not mail.is_configured():
        raise click.ClickException("This installation sends no mail: set MAIL_SERVER and MAIL_SENDER.")
    # That of a request, for the addresses in the mails.
    with current_app.test_request_context():
        outcomes = mailing.send_due()
        waiting = outbox.waiting().number
    click.echo(f"Sent: {outcomes[outbox.SENT]:,}. Waiting: {waiting:,}. Given up: {outcomes[outbox.GIVEN_UP]:,}.")
    if unsure := outcomes[outbox.UNSURE]:
        click.echo(f"Whether they were taken is not known, so they are not sent again: {unsure:,}.")
