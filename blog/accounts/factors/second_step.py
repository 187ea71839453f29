"""Between the password and the second factor: somebody is half signed in, which opens nothing yet."""

import time
from datetime import timedelta
from typing import Any

from flask import Flask, redirect, request, session, url_for
from flask_security import current_user, login_user
from flask_security.tf_plugin import TfPlugin
from sqlalchemy import select
from werkzeug.wrappers import Response

from blog.accounts.factors import passkeys, queries
from blog.accounts.models import User
from blog.tools.database import db
from blog.tools.throttle import Limit

# How long the password is good for while the second factor is looked for.
PATIENCE = timedelta(minutes=10)
# Three of a million codes are right at a time. By ten in ten minutes, 1,440 a day, who has the password would have an
# even chance of being in after five months; by 50 a day it takes twelve years. The right code of the owner lets the
# former begin anew, never the latter: else each sign-in of the owner would be 50 guesses more.
GUESSES = Limit("codes", most=10, seconds=600)
GUESSES_A_DAY = Limit("codes of a day", most=50, seconds=24 * 3600)

_HALF = "half_signed_in"


class _SecondStep(TfPlugin):
    """What Flask-Security asks when a password was right: whether that is enough."""

    def tf_enter(self, user: Any, *_more: Any, **_named: Any) -> Response | None:
        """The way to the second step, or None where `user` has no second factor."""
        session.pop(_HALF, None)
        if not queries.number_of(user):
            return None
        session[_HALF] = [user.fs_uniquifier, time.time()]
        where = "second_step.code" if queries.app_of(user) else "second_step.passkey"
        return redirect(url_for(where, next=request.args.get("next")))


def init_app(app: Flask) -> None:
    """Let nobody of `app` in by the password alone who has a second factor."""
    security = app.extensions["security"]
    security.two_factor_plugins = _SecondStep()
    security.verify_context_processor(lambda: {"passkeys": passkeys.usable_by(current_user)})


def half_signed_in() -> User | None:
    """Who has given the right password a moment ago, and not been shut out by an admin or a new password since."""
    uniquifier, at = session.get(_HALF, ("", 0))
    if time.time() - at > PATIENCE.total_seconds():
        return None
    return db.session.scalar(select(User).where(User.fs_uniquifier == uniquifier, User.active))


def finish(user: User) -> None:
    """Sign `user` in, who has shown a second factor."""
    login_user(user)
