"""Recovery codes: each signs in once, instead of the second factor."""

import re
import secrets

from sqlalchemy import delete

from blog.accounts.factors.models import RecoveryCode
from blog.accounts.models import User
from blog.tools.crypto import keyed_digest
from blog.tools.database import db

CODES = 10
# Three groups of four out of 32 signs are 60 bits, too many to guess. No 0, 1, i or l, which are read for each other.
_SIGNS = "23456789abcdefghjkmnopqrstuvwxyz"
_GROUPS = 3


def make_codes(user: User) -> list[str]:
    """New recovery codes for `user`, to be shown once. The old codes no longer work."""
    forget_codes(user)
    codes = ["-".join(_group() for _ in range(_GROUPS)) for _ in range(CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, digest=_digest(code)) for code in codes)
    db.session.flush()
    return codes


def accept(user: User, code: str) -> bool:
    """Whether `code` is a recovery code of `user`. It is used up by that."""
    found = (RecoveryCode.user_id == user.id, RecoveryCode.digest == _digest(code))
    return db.session.scalar(delete(RecoveryCode).where(*found).returning(RecoveryCode.id)) is not None


def forget_codes(user: User) -> None:
    """Leave `user` without recovery codes."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(4))


def _digest(code: str) -> bytes:
    return keyed_digest("recovery code", re.sub(r"[\s-]", "", code).lower())
