"""Setting up an authenticator app: a picture for the telephone, and the first code to see that it works."""

import segno
from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.accounts.factors import authenticator, queries
from blog.accounts.factors.telling import tell
from blog.tools.database import db
from blog.web.desk import current_author, door
from blog.web.freshness import fresh
from blog.web.second_step.forms import CodeForm

WRONG = "This code is not correct. Enter the one that the app shows now"
# Light modules round the picture, which telephones need to find it.
MARGIN = 4


@door.route("/factors/app", methods=["GET", "POST"])
@fresh
def authenticator_app() -> Response:
    """The form to set up an authenticator app, with the key as a picture and as text."""
    user, form = current_author(), CodeForm()
    # The key goes along in the form until the first code has come, so that a slip does not ask for a new picture.
    sealed = request.form.get("key", "")
    key = authenticator.open_key(user, sealed)
    if form.is_submitted() and key and form.validate():
        try:
            authenticator.set_up(user, key, form.code.data)
        except authenticator.WrongCode:
            form.code.errors = [WRONG]
        else:
            return _done()
    if key is None:
        sealed = authenticator.new_key(user)
        key = authenticator.open_key(user, sealed) or ""
    page = render_template(
        "desk/authenticator_app.html",
        form=form,
        sealed=sealed,
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        picture=_picture(authenticator.address(user, key)),
        replaces=queries.app_of(user),
    )
    return make_response(page, 422 if form.errors or form.is_submitted() else 200)


def _done() -> Response:
    tell(current_author(), "An authenticator app has been set up for signing in to your account.")
    db.session.commit()
    flash("Your authenticator app is set up.")
    return redirect(url_for("desk.factors"), 303)


def _picture(text: str) -> tuple[int, str]:
    """The QR code of `text`: how many modules wide it is, and the path of its dark ones, for SVG."""
    rows = segno.make_qr(text).matrix
    dark = (f"M{x + MARGIN} {y + MARGIN}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell)
    return len(rows) + 2 * MARGIN, "".join(dark)
