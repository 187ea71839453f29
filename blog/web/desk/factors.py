"""Two-step sign-in: what somebody has set up, and taking it away."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blog.accounts.factors import passkeys, queries, requiring
from blog.accounts.factors.models import AuthenticatorApp, Passkey
from blog.accounts.factors.telling import tell
from blog.tools.database import db
from blog.web.desk import current_author, door
from blog.web.freshness import fresh

LAST_ONE = "Your role needs two-step sign-in, and this is the only way you have set up. Set up another first."


@door.get("/factors")
def factors() -> str:
    """The second factors that one has, and the ways to add more."""
    user = current_author()
    return render_template(
        "desk/factors.html",
        app=queries.app_of(user),
        passkeys=queries.passkeys_of(user),
        codes_left=queries.codes_left(user),
        needed=queries.must_have(user),
        passkeys_work=passkeys.host() is not None,
    )


@door.post("/factors/app/removal")
@fresh
def app_removal() -> Response:
    """Take away the authenticator app, unless a factor is needed and it is the last."""
    app = queries.app_of(current_author())
    if app is None:
        abort(404)
    return _remove(app, "The authenticator app")


@door.post("/factors/passkeys/<id:passkey_id>/removal")
@fresh
def passkey_removal(passkey_id: int) -> Response:
    """Take away a passkey, unless a factor is needed and it is the last."""
    passkey = queries.passkey_of(current_author(), passkey_id)
    if passkey is None:
        abort(404)
    return _remove(passkey, f"The passkey “{passkey.name}”")


def _remove(factor: AuthenticatorApp | Passkey, name: str) -> Response:
    user = current_author()
    back = redirect(url_for("desk.factors"), 303)
    try:
        requiring.remove(user, factor)
    except requiring.LastOne:
        db.session.rollback()
        flash(LAST_ONE, "error")
        return back
    tell(user, f"{name} has been removed from your account.")
    db.session.commit()
    flash(f"{name} is removed.")
    return back
