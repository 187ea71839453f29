"""A passkey, used by the browser's own dialogue."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.accounts.factors import passkeys, queries
from blog.web import challenges
from blog.web.second_step import door, half_signed_in, let_in
from blog.web.second_step.forms import AnswerForm

WRONG = "The passkey was not accepted. Try again, or use another way"


@door.route("/passkey", methods=["GET", "POST"])
def passkey() -> Response:
    """Finish signing in with a passkey."""
    if passkeys.host() is None:
        return redirect(url_for("second_step.recovery", next=request.args.get("next")), 303)
    user, form = half_signed_in(), AnswerForm()
    if form.is_submitted():
        if passkeys.accept(user, form.answer.data or "", challenges.take()):
            return let_in(user)
        form.form_errors.append(WRONG)
    page = render_template(
        "second_step/passkey.html",
        form=form,
        options=passkeys.request_options(user, challenges.give()),
        app=queries.app_of(user),
        recovery=queries.codes_left(user),
    )
    return make_response(page, 422 if form.errors else 200)
