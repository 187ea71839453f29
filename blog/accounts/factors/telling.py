"""Mail to somebody about their second factors, so that nobody changes them unseen."""

from flask import render_template

from blog.accounts.models import User
from blog.accounts.notifying import notify

RESET = "All your ways of two-step sign-in have been taken away. You sign in with your password alone."


def tell(user: User, what: str) -> None:
    """Mail `user` the sentence `what`, where mail is configured, if the caller's transaction is committed."""
    notify(user.email, "Your two-step sign-in", render_template("email/factor.txt", user=user, what=what))
