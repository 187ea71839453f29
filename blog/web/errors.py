"""Error pages: a clear sentence in the frame of the site, never a stack trace."""

import logging

from flask import Flask, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response as BaseResponse

from blog.accounts import hashing
from blog.tools.database import db
from blog.web.cross_site import FromElsewhere

log = logging.getLogger("blog.errors")

TEXTS = {
    400: ("Something in the request is not right", "Go back and try again."),
    401: ("Sign in first", "This page is for the newsroom."),
    403: ("You cannot open this page", "Your account does not have access to it."),
    404: ("Page not found", "The address may be mistyped, or the article may have moved."),
    405: ("This page cannot be used like that", "Go back and try again."),
    413: ("This is too large", "A comment may have 8,000 characters, a file 10 MB. Go back and send less."),
    415: ("This page accepts only forms", "Go back, fill in the form and send it from there."),
}
ELSEWHERE = "This was not sent from this site"
OLD_PAGE = "That page was from before you signed in or out. Go on from here"
SIGNING_IN = ("Many people are signing in", "Go back and try again in a few seconds.")
OURS = ("Something went wrong on our side", "Go back and try again in a minute.")
# In seconds: the minute that the texts speak of.
COME_AGAIN_SECONDS = 60


def init_app(app: Flask) -> None:
    """Answer every error of `app` with a page."""
    app.before_request(refuse_unstorable)
    app.after_request(say_when_to_come_again)
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(CSRFError, show_anew)
    app.register_error_handler(FromElsewhere, show_way_here)
    app.register_error_handler(hashing.Busy, show_too_many_sign_ins)
    app.register_error_handler(OperationalError, show_database_trouble)
    app.register_error_handler(Exception, show_fault)


def refuse_unstorable() -> Response | None:
    """400 for an address with a NUL in it, which PostgreSQL cannot even look for."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        return make_response(
            render_template("errors/error.html", code=400, title=TEXTS[400][0], text=TEXTS[400][1]), 400
        )
    return None


def say_when_to_come_again(response: Response) -> Response:
    """The same for programs as the page says in words, on each 503 that knows no better."""
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(COME_AGAIN_SECONDS))
    return response


def show(error: HTTPException) -> Response | HTTPException:
    """The page for `error`."""
    code = error.code or 500
    if code < 400:
        return error
    if code >= 500:
        return _static_page(error)
    response = _page(error, code, *TEXTS.get(code, TEXTS[400]))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(allowed)
    return response


def show_anew(error: CSRFError) -> BaseResponse | HTTPException:
    """303 to the page of signing in that was sent, with a token of the present session. No password goes along."""
    # What holds no token is from no page of ours; a browser that keeps no cookie would be sent round without a word.
    if not request.form.get("csrf_token") or current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return show(error)
    flash(OLD_PAGE, "error")
    shown = url_for("security.login") if request.endpoint == "security.logout" else request.full_path.rstrip("?")
    return redirect(shown, 303)


def show_way_here(error: FromElsewhere) -> Response:
    """403: a page of another site sent it, or one of ours that was opened under another name."""
    return _page(error, 403, ELSEWHERE, f"Open {current_app.config['SITE_URL']} and send it from there.")


def show_too_many_sign_ins(_error: hashing.Busy) -> Response:
    """503: a password had to be hashed outside of the forms that say so in words, while many others were."""
    db.session.rollback()
    return show_busy(*SIGNING_IN, hashing.COME_AGAIN_SECONDS)


def show_database_trouble(error: OperationalError) -> Response:
    """503: the database is locked, full or away."""
    log.error("The database did not answer: %s", error.orig)
    db.session.rollback()
    return _static_page(ServiceUnavailable())


def show_fault(error: Exception) -> Response:
    """500: a fault of ours, with the trace in the log and nowhere else."""
    log.error("Fault on %s", request.url_rule, exc_info=error)
    db.session.rollback()
    return _static_page(InternalServerError())


def show_busy(title: str, text: str, seconds: int) -> Response:
    """503: there is more to do at this moment than the site takes on; it may be tried again after `seconds`."""
    response = _static_page(ServiceUnavailable(), title, text)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(error: HTTPException, code: int, title: str, text: str) -> Response:
    try:
        return make_response(render_template("errors/error.html", code=code, title=title, text=text), code)
    except SQLAlchemyError:
        db.session.rollback()
        return _static_page(error)


def _static_page(error: HTTPException, title: str = OURS[0], text: str = OURS[1]) -> Response:
    """A page that needs no database."""
    code = error.code or 500
    return make_response(render_template("errors/fault.html", code=code, title=title, text=text), code)
