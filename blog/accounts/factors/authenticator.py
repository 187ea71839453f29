"""Authenticator apps: a code of six digits that changes every half minute (TOTP, RFC 6238)."""

import re
from typing import cast

from cryptography.fernet import InvalidToken
from flask import current_app
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import update

from blog.accounts.factors import queries
from blog.accounts.factors.models import AuthenticatorApp
from blog.accounts.locking import lock
from blog.accounts.models import User
from blog.tools.crypto import seal, unseal
from blog.tools.database import db

# Seconds by which a phone's clock may be off: with the code of this half minute, those before and after it count.
TOLERANCE = 30


class WrongCode(ValueError):
    """The code is not the one that the app shows now."""


def new_key(user: User) -> str:
    """A key for the app of `user`, sealed for the way through a form and back, and good for nobody else."""
    return seal(f"{user.id} {TOTP.new().base32_key}").decode()


def open_key(user: User, sealed: str) -> str | None:
    """What `new_key` made for `user`, in base32; None for anything else."""
    try:
        owner, _, key = unseal(sealed.encode()).partition(" ")
    except (InvalidToken, UnicodeEncodeError):
        return None
    return key if owner == str(user.id) else None


def address(user: User, key: str) -> str:
    """The address (otpauth:) that hands `key` to an app, for a picture that a telephone reads."""
    # A colon stands between the two names.
    issuer, label = (str(name).replace(":", " ") for name in (current_app.config["SITE_NAME"], user.email))
    return cast(str, TOTP(key, issuer=issuer).to_uri(label))


def set_up(user: User, key: str, code: str) -> None:
    """Let `user` sign in with the app that has `key`, instead of the one before. Raises WrongCode."""
    step = _step(key, code)
    if step is None:
        raise WrongCode
    # The same form sent twice sets up the same app twice.
    lock(user)
    app = queries.app_of(user) or AuthenticatorApp(user_id=user.id)
    app.sealed_key = seal(key)
    app.last_step = step
    db.session.add(app)
    db.session.flush()


def accept(user: User, code: str) -> bool:
    """Whether `code` is the one that the app of `user` shows. It is used up by that."""
    app = queries.app_of(user)
    step = _step(unseal(app.sealed_key), code) if app else None
    if step is None:
        return False
    # Looked at and written in one statement, so that of two who send the same code one comes too late.
    unused = (AuthenticatorApp.user_id == user.id, AuthenticatorApp.last_step < step)
    spend = update(AuthenticatorApp).where(*unused).values(last_step=step)
    return db.session.scalar(spend.returning(AuthenticatorApp.user_id)) is not None


def _step(key: str, code: str) -> int | None:
    """The half minute that `code` belongs to, if that is about now."""
    # Digits of any script: a Persian keyboard types its own.
    digits = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(r"\d{6}", digits):
        return None
    try:
        return cast(int, TOTP(key).match(f"{int(digits):06}", window=TOLERANCE).counter)
    except TokenError:
        return None
