"""Roles that need a second factor, and parting with one."""

from collections.abc import Collection

from sqlalchemy import delete

from blog.accounts.factors import queries, recovery
from blog.accounts.factors.models import AuthenticatorApp, Passkey, TwoStepRole
from blog.accounts.locking import lock
from blog.accounts.models import User
from blog.tools.database import db


class LastOne(Exception):
    """Without this factor the person would have none, and the role needs one."""


def require_of(roles: Collection[str]) -> None:
    """Let nobody have one of `roles` without a second factor, and everybody else do as they like."""
    db.session.execute(delete(TwoStepRole))
    db.session.add_all(TwoStepRole(role=role) for role in roles)
    db.session.flush()


def remove(user: User, factor: AuthenticatorApp | Passkey) -> None:
    """Take a factor of `user` away, and the recovery codes with the last one. After LastOne, the caller rolls back."""
    # From here on no other factor of `user` can be removed until this one is.
    lock(user)
    db.session.delete(factor)
    db.session.flush()
    # Counted only now: a second click may have found this factor and come too late to remove it, and others are left.
    if queries.number_of(user) == 0:
        if queries.must_have(user):
            raise LastOne
        recovery.forget_codes(user)


def remove_all(user: User) -> None:
    """Leave `user` with the password alone, as after losing the telephone."""
    for kind in (AuthenticatorApp, Passkey):
        db.session.execute(delete(kind).where(kind.user_id == user.id))
    recovery.forget_codes(user)
