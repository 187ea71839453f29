"""The code of an authenticator app."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from blog.accounts.factors import authenticator, passkeys, queries
from blog.accounts.factors.second_step import GUESSES, GUESSES_A_DAY
from blog.accounts.models import User
from blog.tools import throttle
from blog.tools.waits import spelled
from blog.web.second_step import door, half_signed_in, let_in
from blog.web.second_step.forms import CodeForm
from blog.web.waits import too_often

WRONG = "This code is not correct, or has been used. Enter the next one that the app shows"
TOO_MANY = "Too many codes have been tried. Wait {}, or use another way"


@door.route("/code", methods=["GET", "POST"])
def code() -> BaseResponse:
    """Finish signing in with a code of the authenticator app."""
    user, form = half_signed_in(), CodeForm()
    if not queries.app_of(user):
        return redirect(url_for("second_step.passkey", next=request.args.get("next")), 303)
    if not form.is_submitted():
        return _show(user, form)
    if not form.validate():
        return _show(user, form, 422)
    seconds = throttle.take(GUESSES.of(user.id), GUESSES_A_DAY.of(user.id))
    if seconds:
        form.code.errors = [TOO_MANY.format(spelled(seconds))]
        return too_often(_show(user, form), seconds)
    if not authenticator.accept(user, form.code.data):
        form.code.errors = [WRONG]
        return _show(user, form, 422)
    throttle.forget(GUESSES.of(user.id))
    return let_in(user)


def _show(user: User, form: CodeForm, status: int = 200) -> Response:
    page = render_template(
        "second_step/code.html",
        form=form,
        passkeys=passkeys.usable_by(user),
        recovery=queries.codes_left(user),
    )
    return make_response(page, status)
