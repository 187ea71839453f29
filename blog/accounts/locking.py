"""Looking first and writing later: nobody else writes in between, until the transaction ends."""

from sqlalchemy import update

from blog.accounts.models import User
from blog.tools.database import execute_core

# Written although nothing changes: on SQLite that takes the write lock, on PostgreSQL the lock of each row.
_UNCHANGED = update(User).values(role=User.role)


def lock_everyone() -> None:
    """Let nobody else change who there is, and what they are called or may do."""
    execute_core(_UNCHANGED)


def lock(user: User) -> None:
    """Let nobody else change what `user` signs in with."""
    execute_core(_UNCHANGED.where(User.id == user.id))
