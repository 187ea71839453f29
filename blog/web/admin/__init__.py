"""The admins' door: the queue of comments, and the people who may sign in."""

from typing import cast

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from blog.accounts.models import User
from blog.accounts.security import csrf, signed_in
from blog.web.cross_site import SAFE_METHODS
from blog.web.kept import SIGN_IN, SIGNED_OUT, keep_what_was_typed, show_kept

door = Blueprint("admin", __name__, url_prefix="/admin")
keep_what_was_typed(door)


@door.before_request
def admit_admins() -> Response | None:
    """Let admins in, with the token of their session for whatever changes something; others sign in or get 403."""
    user = signed_in()
    if user is None:
        if request.method in SAFE_METHODS:
            return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
        return show_kept(SIGNED_OUT, 401, way=SIGN_IN)
    if not user.is_admin:
        abort(403)
    if request.method not in SAFE_METHODS:
        csrf.protect()
    return None


@door.get("/")
def front() -> Response:
    """Lead to what there is most to do in."""
    return redirect(url_for("admin.comments"))


def acting_admin() -> User:
    """The admin whose request this is."""
    return cast(User, signed_in())


# The pages hang themselves on the door above.
from blog.web.admin import (  # noqa: E402
    batch,  # noqa: F401
    comment,  # noqa: F401
    decisions,  # noqa: F401
    figures,  # noqa: F401
    likenesses,  # noqa: F401
    moderation,  # noqa: F401
    people,  # noqa: F401
    person,  # noqa: F401
    removal,  # noqa: F401
    rules,  # noqa: F401
    shortcuts,  # noqa: F401
    two_step,  # noqa: F401
    wave,  # noqa: F401
)
