"""New recovery codes, shown once."""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blog.accounts.factors import queries, recovery
from blog.accounts.factors.telling import tell
from blog.tools.database import db
from blog.web.desk import current_author, door
from blog.web.freshness import fresh


@door.post("/factors/recovery-codes")
@fresh
def recovery_codes() -> Response:
    """New recovery codes, shown once, instead of all from before."""
    user = current_author()
    if not queries.number_of(user):
        # The last of them was taken away in another tab.
        return redirect(url_for("desk.factors"), 303)
    codes = recovery.make_codes(user)
    tell(user, "New recovery codes have been made for your account. The old codes no longer work.")
    db.session.commit()
    return make_response(render_template("desk/recovery_codes.html", codes=codes))
