"""What was typed, on a page that needs no database, when it could not be taken in."""

from flask import Blueprint, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from blog.web import errors
from blog.web.cross_site import SAFE_METHODS

# Shown, so that they can be read and copied; everything else goes along unseen.
SHOWN = {
    "headline": "Headline",
    "standfirst": "Standfirst",
    "body": "Text",
    "note": "Note to readers",
    "biography": "Biography",
    "comment": "Comment",
    "words": "Anything to add",
}

SIGN_IN = ("Sign in", "security.login")
SIGNED_OUT = (
    "You are signed out. Sign in in another tab, then send this again. You will be asked to look at it once more"
)
NOT_SAVED = "This could not be saved. All that you typed is still here. Try again in a minute"
AT_ONCE = "Somebody changed the same at this moment. Look in another tab whether it is done already, or send this again"
TOO_OLD = "This page is from before you signed in. Look at what you wrote and send it again"


def keep_what_was_typed(door: Blueprint) -> None:
    """Have the pages of `door` give back what was typed, when the token is too old or the database takes nothing."""
    door.register_error_handler(CSRFError, _keep_old_form)
    door.register_error_handler(DBAPIError, _keep_unsaved)


def show_kept(
    problem: str,
    status: int,
    action: str | None = None,
    button: str = "Send again",
    way: tuple[str, str] | None = None,
) -> Response:
    """A page that says what the matter is and sends the same form once more, to `action` or where it was sent first.

    `way` is the words and the endpoint of what to do before that, in another tab.
    """
    page = render_template(
        "errors/kept.html",
        problem=problem,
        action=action or request.full_path.rstrip("?"),
        button=button,
        way=way,
        shown=[(name, label, request.form[name]) for name, label in SHOWN.items() if name in request.form],
        others=others(),
        # Readers' forms have no token, and so they need no cookie.
        has_token=request.blueprint != "public",
        # No page can hold a file that was chosen on another.
        files=[(name, file.filename) for name, file in request.files.items(multi=True) if file.filename],
    )
    return make_response(page, status)


def others(*besides: str) -> list[tuple[str, str]]:
    """Names and values of the form that was sent, without those that are shown, the token, and `besides`."""
    left_out = {*SHOWN, "csrf_token", *besides}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]


def _keep_old_form(_error: CSRFError) -> Response:
    # The token is from an earlier session: what was typed comes back under a new one.
    return show_kept(TOO_OLD, 400)


def _keep_unsaved(error: DBAPIError) -> Response:
    # The database is locked, full or away.
    page = errors.show_database_trouble(error) if isinstance(error, OperationalError) else errors.show_fault(error)
    if request.method in SAFE_METHODS:
        return page
    # Two looked whether an address, say, was free, and both found that it was.
    return show_kept(AT_ONCE, 409) if isinstance(error, IntegrityError) else show_kept(NOT_SAVED, 503)
