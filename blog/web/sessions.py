"""Sessions, for the newsroom alone."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from blog.web.cross_site import SAFE_METHODS

# The desk, the admins' pages and those of signing in.
STAFF_PATHS = ("/desk", "/admin", "/login", "/logout", "/reset", "/verify")


class StaffSessions(SecureCookieSessionInterface):
    """Opens the session where somebody may be signed in, and nowhere else.

    So a reader's page cannot depend on a cookie, whatever an extension does on every request.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        # A reply is posted from a reader's page, and may be by somebody of the newsroom.
        if request.path.startswith(STAFF_PATHS) or request.method not in SAFE_METHODS:
            return super().open_session(app, request)
        # None stands for a session that is empty and cannot be written.
        return None


def init_app(app: Flask) -> None:
    """Let `app` keep sessions."""
    app.session_interface = StaffSessions()
