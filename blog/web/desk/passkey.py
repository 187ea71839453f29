"""Adding a passkey."""

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blog.accounts.factors import passkeys
from blog.accounts.factors.telling import tell
from blog.tools.database import db
from blog.web import challenges
from blog.web.desk import current_author, door
from blog.web.desk.forms import PasskeyForm
from blog.web.freshness import fresh


@door.route("/factors/passkeys/new", methods=["GET", "POST"])
@fresh
def new_passkey() -> Response:
    """The form to add a passkey; 404 where the site is at a bare IP address."""
    if passkeys.host() is None:
        abort(404)
    user, form = current_author(), PasskeyForm()
    if form.is_submitted() and form.validate():
        try:
            passkey = passkeys.add(user, form.name.data, form.answer.data or "", challenges.take())
        except passkeys.Refused as problem:
            form.name.errors = [str(problem)]
        else:
            tell(user, f"The passkey “{passkey.name}” has been added to your account.")
            db.session.commit()
            flash(f"The passkey “{passkey.name}” is added.")
            return redirect(url_for("desk.factors"), 303)
    options = passkeys.creation_options(user, challenges.give())
    page = render_template("desk/passkey.html", form=form, options=options)
    return make_response(page, 422 if form.errors else 200)
