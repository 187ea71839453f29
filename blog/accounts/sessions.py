"""Where people are signed in. Each session has a row, so that it can be ended on all workers and machines at once."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import cast
from uuid import uuid4

from flask import current_app, g, request, session
from flask_security import SQLAlchemyUserDatastore, UserMixin
from flask_security.utils import set_request_attr
from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.exc import DBAPIError

from blog.accounts.models import StaffSession, User
from blog.tools.browsers import browser_name
from blog.tools.clock import now
from blog.tools.database import APART, db
from blog.tools.networks import network

# How exactly it is known when somebody was last here. Each minute costs a write, each request would be too many.
SEEN_EVERY = timedelta(minutes=1)

# Of an IPv6 address, what is kept of where somebody signed in: enough to see that it is not where one was oneself.
NETWORK_BITS = 48

# What signing in has just put into the cookie. All else is from before it and may have been planted.
_FROM_SIGNING_IN = ("_id", "_fresh", "fs_paa")
_TOKEN = "token"  # noqa: S105  the name of one


class Accounts(SQLAlchemyUserDatastore):
    """The people, as Flask-Security handles them: where it makes their sessions worthless, they end."""

    def set_uniquifier(self, user: UserMixin, uniquifier: str | None = None) -> None:
        """End everything that `user` has begun."""
        end_all(cast(User, user))


def begin(user: User) -> None:
    """Let the browser that asks be signed in as `user`. Nothing that its cookie held before is left in it."""
    forget_expired()
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        user_id=user.id,
        token_digest=_digest(token),
        network=network(request.remote_addr, NETWORK_BITS),
        browser=browser_name(request.user_agent.string),
    )
    db.session.add(row)
    db.session.flush()
    kept = {name: session[name] for name in _FROM_SIGNING_IN if name in session}
    session.clear()
    session.update(kept, _user_id=user.get_id(), **{_TOKEN: token})
    g.staff_session_id = row.id


def was_begun() -> bool:
    """Whether the browser that asks was signed in the last time, though that session may have ended since."""
    return _TOKEN in session


def load(uniquifier: str) -> User | None:
    """The person whose session the cookie opens; None where it has ended, or the account is closed.

    Where the database does not answer, that is raised once: the page that says so is made as for a stranger.
    """
    try:
        return _load(uniquifier)
    except DBAPIError:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
        raise


def current_id() -> int | None:
    """The id of the session that the browser which asks is in; None where nobody is signed in."""
    return cast(int | None, g.get("staff_session_id"))


def sessions_of(user: User) -> list[StaffSession]:
    """Where `user` is signed in: the browser that asks, then the others, the one last seen first."""
    mine = select(StaffSession).where(StaffSession.user_id == user.id, _lasting())
    this_first = (StaffSession.id == (current_id() or 0)).desc()
    return list(db.session.scalars(mine.order_by(this_first, StaffSession.seen_at.desc(), StaffSession.id.desc())))


def session_of(user: User, session_id: int) -> StaffSession | None:
    """That session of `user`; None for one that is somebody else's, or has ended."""
    theirs = (StaffSession.id == session_id, StaffSession.user_id == user.id, _lasting())
    return db.session.scalar(select(StaffSession).where(*theirs))


def end(staff_session: StaffSession) -> None:
    """Sign out one browser."""
    db.session.delete(staff_session)
    db.session.flush()


def end_others(user: User) -> None:
    """Sign `user` out in all browsers but the one that asks."""
    db.session.execute(
        delete(StaffSession).where(StaffSession.user_id == user.id, StaffSession.id != (current_id() or 0))
    )


def sign_out(user: User) -> None:
    """Sign `user` out everywhere, as they wish: no cookie opens anything, and links to choose a password stay good."""
    db.session.execute(delete(StaffSession).where(StaffSession.user_id == user.id))


def end_all(user: User) -> None:
    """Sign `user` out everywhere; what they have half done, and links to choose a password, end as well."""
    sign_out(user)
    user.fs_uniquifier = uuid4().hex
    db.session.flush()


def forget_expired() -> None:
    """Delete what is known of sessions that have ended by themselves."""
    db.session.execute(delete(StaffSession).where(~_lasting()))


def _load(uniquifier: str) -> User | None:
    digest = _digest(str(session.get(_TOKEN, "")))
    mine = (User.fs_uniquifier == uniquifier, User.active, StaffSession.token_digest == digest, _lasting())
    statement = select(User, StaffSession.id, StaffSession.seen_at).join(StaffSession, StaffSession.user_id == User.id)
    found = db.session.execute(statement.where(*mine)).first()
    if found is None:
        return None
    user, g.staff_session_id, seen_at = found
    _note_visit(g.staff_session_id, seen_at)
    # Flask-Security asks for these when it wants to know how long ago the password was given.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _lasting() -> ColumnElement[bool]:
    config = current_app.config
    idle, longest = timedelta(hours=config["SESSION_IDLE_HOURS"]), timedelta(days=config["SESSION_DAYS"])
    return and_(StaffSession.seen_at > now() - idle, StaffSession.started_at > now() - longest)


def _note_visit(session_id: int, seen_at: datetime) -> None:
    if now() - seen_at < SEEN_EVERY:
        return
    # In a transaction of its own, since what the page does may fail, or take long with the lock in its hands. And
    # where nothing can be written the page can still be read.
    with suppress(DBAPIError), db.engines[APART].begin() as connection:
        connection.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=now()))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
