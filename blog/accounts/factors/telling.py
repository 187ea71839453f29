"""Mail to somebody about their second factors, so that nobody changes them unseen."""

import logging

from flask import render_template

from blog.accounts.models import User
from blog.tools import mail

RESET = "All your ways of two-step sign-in have been taken away. You sign in with your password alone."

log = logging.getLogger("blog.accounts")


def tell(user: User, what: str) -> None:
    """Mail `user` the sentence `what`, where mail is configured. A failure is logged: what was done stays done."""
    body = render_template("email/factor.txt", user=user, what=what)
    try:
        mail.send(user.email, "Your two-step sign-in", body)
    except OSError as error:
        log.error("A mail about two-step sign-in could not be sent: %s", error)
