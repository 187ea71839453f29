"""What cannot be undone, and what opens an account, is for those alone who have shown within minutes who they are."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import redirect, request, url_for
from flask_security import check_and_update_authn_fresh
from werkzeug.wrappers import Response

from blog.accounts.security import FRESH
from blog.web.cross_site import SAFE_METHODS
from blog.web.kept import show_kept

NOT_FRESH = "You signed in a while ago. Enter your password in another tab, then send this again"
VERIFY = ("Enter your password", "security.verify")

Arguments = ParamSpec("Arguments")


def fresh(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """`view`, but only with a fresh sign-in: else a page is put off, and a form is kept as it was filled in."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        if check_and_update_authn_fresh(FRESH, grace=timedelta(0)):
            return view(*args, **kwargs)
        if request.method in SAFE_METHODS:
            return redirect(url_for("security.verify", next=request.full_path.rstrip("?")))
        return show_kept(NOT_FRESH, 403, way=VERIFY)

    return guarded
