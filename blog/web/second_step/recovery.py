"""A recovery code, for somebody who has neither app nor passkey at hand."""

from flask import flash, make_response, render_template
from werkzeug.wrappers import Response

from blog.accounts.factors import passkeys, queries
from blog.accounts.factors import recovery as codes
from blog.web.second_step import door, half_signed_in, let_in
from blog.web.second_step.forms import RecoveryForm

WRONG = "This code is not correct, or has been used. Enter another"


@door.route("/recovery", methods=["GET", "POST"])
def recovery() -> Response:
    """Finish signing in with a recovery code."""
    user, form = half_signed_in(), RecoveryForm()
    if form.is_submitted() and form.validate():
        if codes.accept(user, form.code.data):
            answer = let_in(user)
            flash(f"Recovery codes left: {queries.codes_left(user)}. You can make new ones on your profile.", "hold")
            return answer
        form.code.errors = [WRONG]
    page = render_template(
        "second_step/recovery.html", form=form, app=queries.app_of(user), passkeys=passkeys.usable_by(user)
    )
    return make_response(page, 422 if form.errors else 200)
