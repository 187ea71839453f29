"""A passkey instead of the password, where a page asks again who it is."""

import time

from flask import abort, flash, make_response, redirect, render_template, session
from flask_security.utils import _get_post_verify_redirect
from werkzeug.wrappers import Response

from blog.accounts.factors import passkeys
from blog.accounts.security import STILL_YOU
from blog.tools.database import db
from blog.web import challenges
from blog.web.desk import current_author, door
from blog.web.second_step.forms import AnswerForm

WRONG = "The passkey was not accepted. It must ask for a PIN or a fingerprint. Try again, or enter your password"


@door.route("/verification", methods=["GET", "POST"])
def verification() -> Response:
    """Show by a passkey that it is still you: 303 to the page that asked."""
    user, form = current_author(), AnswerForm()
    if not passkeys.usable_by(user):
        abort(404)
    if form.is_submitted():
        if passkeys.accept(user, form.answer.data or "", challenges.take(), alone=True):
            # Where Flask-Security keeps when somebody has last shown who they are.
            session["fs_paa"] = time.time()
            db.session.commit()
            flash(STILL_YOU)
            return redirect(_get_post_verify_redirect(), 303)
        form.form_errors.append(WRONG)
    options = passkeys.request_options(user, challenges.give(), alone=True)
    page = render_template("second_step/verification.html", form=form, options=options)
    return make_response(page, 422 if form.errors else 200)
