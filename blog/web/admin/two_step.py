"""Two-step sign-in of others: which roles need it, and starting anew for somebody who has lost it."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from blog.accounts import managing
from blog.accounts.factors import requiring
from blog.accounts.factors.telling import RESET, tell
from blog.tools.database import db
from blog.web.admin import door
from blog.web.admin.forms import RequirementForm
from blog.web.admin.person import LINKS_ENDED, about, back_to, somebody
from blog.web.freshness import fresh


@door.post("/people/two-step")
@fresh
def requirement() -> Response:
    """Let a role be nobody's without a second factor."""
    form = RequirementForm()
    if not form.validate():
        abort(400)
    requiring.require_of(form.roles.data)
    db.session.commit()
    flash("Saved. Anyone who needs two-step sign-in and has none must set it up before anything else.")
    return redirect(url_for("admin.people"), 303)


@door.post("/people/<id:user_id>/two-step/removal")
@fresh
def factor_reset(user_id: int) -> Response:
    """Let somebody who has lost their second factors sign in with the password alone."""
    user = somebody(user_id)
    managing.reset_factors(user)
    tell(user, RESET)
    db.session.commit()
    flash(about(user, f"signs in with the password alone now, and is signed out everywhere. {LINKS_ENDED}"))
    return back_to(user)
