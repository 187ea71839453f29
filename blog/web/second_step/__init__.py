"""The second step of signing in, for somebody who has entered the password: a code, a passkey, or a recovery code."""

from typing import cast

from flask import Blueprint, flash, redirect, request, url_for
from flask_security.utils import _get_post_login_redirect
from werkzeug.wrappers import Response

from blog.accounts.factors import second_step
from blog.accounts.models import User
from blog.accounts.security import csrf, signed_in
from blog.tools.database import db
from blog.web.cross_site import SAFE_METHODS

door = Blueprint("second_step", __name__, url_prefix="/login")

FIRST = "Enter your email and your password first"


@door.before_request
def admit_half() -> Response | None:
    """Let in who is half signed in, with the token of the session; others begin with the password."""
    if signed_in():
        return redirect(_get_post_login_redirect())
    if second_step.half_signed_in() is None:
        flash(FIRST, "error")
        return redirect(url_for("security.login", next=request.args.get("next")), 303)
    if request.method not in SAFE_METHODS:
        csrf.protect()
    return None


def half_signed_in() -> User:
    """Who has entered the password; the guard above has seen to it that somebody has."""
    return cast(User, second_step.half_signed_in())


def let_in(user: User) -> Response:
    """Sign `user` in and lead to where they wanted to go."""
    second_step.finish(user)
    db.session.commit()
    return redirect(_get_post_login_redirect(), 303)


# The pages hang themselves on the door above.
from blog.web.second_step import code, passkey, recovery  # noqa: E402, F401
