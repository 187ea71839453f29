"""The authors' door: their articles, their pictures, their profile."""

from typing import cast

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from blog.accounts.models import User
from blog.accounts.security import csrf, signed_in
from blog.articles.models import Article
from blog.tools.database import db
from blog.web import errors
from blog.web.cross_site import SAFE_METHODS
from blog.web.kept import NOT_SAVED, SIGN_IN, SIGNED_OUT, keep_what_was_typed, show_kept

door = Blueprint("desk", __name__, url_prefix="/desk")

CHANGED = "The article has changed since you opened this page. Look at it again"

keep_what_was_typed(door)


@door.before_request
def admit_staff() -> Response | None:
    """Let the newsroom in, with the token of their session for whatever changes something; others sign in."""
    if signed_in() is None:
        if request.method in SAFE_METHODS:
            return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
        return show_kept(SIGNED_OUT, 401, way=SIGN_IN)
    if request.method not in SAFE_METHODS:
        csrf.protect()
    return None


@door.after_request
def keep_out_of_search(response: Response) -> Response:
    """No search engine lists the desk."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@door.errorhandler(OSError)
def keep_unstored(error: OSError) -> Response:
    """There is no room for a picture: what was typed beside it comes back."""
    page = errors.show_fault(error)
    return page if request.method in SAFE_METHODS else show_kept(NOT_SAVED, 503)


@door.errorhandler(StaleDataError)
def tell_of_change(_error: StaleDataError) -> Response:
    """409, with what was typed: somebody saved the same article while this request was on its way."""
    db.session.rollback()
    return show_kept(CHANGED, 409)


@door.get("/")
def front() -> Response:
    """Lead to the articles."""
    return redirect(url_for("desk.articles"))


def current_author() -> User:
    """Who is signed in; the guard above has seen to it that somebody is."""
    return cast(User, signed_in())


def to_editor(article: Article) -> Response:
    """Lead back to the editor of `article`."""
    return redirect(url_for("desk.edit_article", article_id=article.id), 303)


# The pages hang themselves on the door above.
from blog.web.desk import (  # noqa: E402
    articles,  # noqa: F401
    authenticator_app,  # noqa: F401
    deletion,  # noqa: F401
    editor,  # noqa: F401
    email,  # noqa: F401
    factors,  # noqa: F401
    passkey,  # noqa: F401
    pictures,  # noqa: F401
    preview,  # noqa: F401
    profile,  # noqa: F401
    publication,  # noqa: F401
    recovery_codes,  # noqa: F401
    sessions,  # noqa: F401
    verification,  # noqa: F401
    withdrawal,  # noqa: F401
)
