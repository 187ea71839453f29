"""The address that the author signs in with."""

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from blog.accounts import addressing
from blog.accounts.addressing import AddressRefused
from blog.accounts.notifying import notify
from blog.tools.database import db
from blog.web.desk import current_author, door
from blog.web.desk.forms import AddressForm
from blog.web.freshness import fresh


@door.route("/email", methods=["GET", "POST"])
@fresh
def email() -> Response:
    """The form for another address, and changing it."""
    user, form = current_author(), AddressForm()
    former = user.email
    if form.validate_on_submit():
        try:
            addressing.change_address(user, form.email.data)
        except AddressRefused as refused:
            form.email.errors = [str(refused)]
        else:
            notify(former, "Your email address is changed", render_template("email/address_changed.txt"))
            db.session.commit()
            flash(f"You sign in with {user.email} now. Other devices are signed out.")
            return redirect(url_for("desk.profile"), 303)
    page = render_template("desk/email.html", form=form, address=former)
    return make_response(page, 422 if form.errors else 200)
