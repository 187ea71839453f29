"""An admin gives people their roles, closes accounts and opens them again. The byline stays whatever is done.

Only somebody who never came in has none, and can be taken out altogether.
"""

from blog.accounts import queries, sessions
from blog.accounts.factors import requiring
from blog.accounts.locking import lock_everyone
from blog.accounts.models import ADMIN, User
from blog.tools.database import db


class OnlyAdmin(Exception):
    """Nobody would be left who administers the site."""


def give_role(user: User, role: str) -> bool:
    """Make `user` an author or an admin, signed out everywhere; False, and nothing happens, where they are that.

    Raises OnlyAdmin, and then nothing is changed.
    """
    if role == user.role:
        return False
    if role != ADMIN:
        _keep_an_admin(user)
    user.role = role
    sessions.end_all(user)
    return True


def deactivate(user: User) -> None:
    """Let `user` sign in no more. Raises OnlyAdmin, and then nothing is changed."""
    _keep_an_admin(user)
    user.active = False
    sessions.end_all(user)


def reactivate(user: User) -> None:
    """Let `user` sign in again."""
    user.active = True
    db.session.flush()


def withdraw_invitation(user: User) -> bool:
    """Let there be no `user` any more, whose link ends with them; False, and nothing is changed, if that is too late.

    It is where somebody has accepted the invitation, or withdrawn it.
    """
    lock_everyone()
    if not queries.is_only_invited(user):
        return False
    db.session.delete(user)
    db.session.flush()
    return True


def reset_factors(user: User) -> None:
    """Leave `user`, signed out everywhere, with the password alone, as after losing the telephone."""
    requiring.remove_all(user)
    sessions.end_all(user)


def _keep_an_admin(user: User) -> None:
    # So two admins cannot close each other's account.
    lock_everyone()
    db.session.refresh(user)
    if user.active and queries.is_only_admin(user):
        raise OnlyAdmin
