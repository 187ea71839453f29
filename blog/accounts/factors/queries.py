"""Finding who has which second factor, and who must."""

from sqlalchemy import func, select

from blog.accounts.factors.models import AuthenticatorApp, Passkey, RecoveryCode, TwoStepRole
from blog.accounts.models import User
from blog.tools.database import db


def app_of(user: User) -> AuthenticatorApp | None:
    """The authenticator app of `user`."""
    return db.session.get(AuthenticatorApp, user.id)


def passkeys_of(user: User) -> list[Passkey]:
    """The passkeys of `user`, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def passkey_of(user: User, passkey_id: int) -> Passkey | None:
    """That passkey of `user`; None where it is somebody else's."""
    return db.session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user.id))


def codes_left(user: User) -> int:
    """How many recovery codes `user` has not used yet."""
    return db.session.scalar(select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user.id)) or 0


def number_of(user: User) -> int:
    """How many second factors `user` has: the app and each passkey."""
    apps = select(AuthenticatorApp.user_id).where(AuthenticatorApp.user_id == user.id)
    keys = select(Passkey.user_id).where(Passkey.user_id == user.id)
    return db.session.scalar(select(func.count()).select_from(apps.union_all(keys).subquery())) or 0


def holders() -> set[int]:
    """The ids of all people who have a second factor."""
    return set(db.session.scalars(select(AuthenticatorApp.user_id).union(select(Passkey.user_id))))


def roles_that_need_one() -> set[str]:
    """The roles that nobody has without a second factor."""
    return set(db.session.scalars(select(TwoStepRole.role)))


def must_have(user: User) -> bool:
    """Whether the role of `user` needs a second factor."""
    return db.session.get(TwoStepRole, user.role) is not None


def lacks(user: User) -> bool:
    """Whether `user` must have a second factor and has none."""
    return must_have(user) and number_of(user) == 0
