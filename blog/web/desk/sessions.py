"""Where the author is signed in, and signing out there."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from blog.accounts import sessions
from blog.tools.database import db
from blog.web.desk import current_author, door


@door.post("/sessions/<id:session_id>/end")
def session_end(session_id: int) -> Response:
    """Sign out one browser."""
    session = sessions.session_of(current_author(), session_id)
    if session is None:
        # The button was pressed twice, or the session has ended by itself.
        flash("You are not signed in there.")
    else:
        sessions.end(session)
        db.session.commit()
        flash(f"{session.browser} is signed out.")
    return redirect(url_for("desk.profile"), 303)


@door.post("/sessions/others/end")
def other_sessions_end() -> Response:
    """Sign out all browsers but this one."""
    sessions.end_others(current_author())
    db.session.commit()
    flash("You are signed out everywhere else.")
    return redirect(url_for("desk.profile"), 303)
