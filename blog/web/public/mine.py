"""Your comments: where a commenter asks for the link to them. The answer does not tell who has commented."""

from functools import partial

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.comments import opening
from blog.tools import mail
from blog.tools.afterwards import afterwards
from blog.tools.waits import spelled
from blog.web.public import door
from blog.web.public.forms import AddressForm
from blog.web.waits import too_often

TOO_OFTEN = "A link has been asked for several times. Wait {} and try again"


@door.route("/comments/mine", methods=["GET", "POST"])
def mine() -> Response:
    """The form for the address, and the answer to it, which is the same whether anything is stored with it."""
    form = AddressForm()
    if not mail.is_configured():
        return make_response(render_template("public/mine_unavailable.html"), 404)
    if request.method != "POST":
        return make_response(render_template("public/mine.html", form=form))
    if not form.validate():
        return make_response(render_template("public/mine.html", form=form), 422)
    if seconds := opening.take_link(request.remote_addr or "", form.email.data):
        form.form_errors.append(TOO_OFTEN.format(spelled(seconds)))
        return too_often(make_response(render_template("public/mine.html", form=form)), seconds)
    # Done when the answer is sent, so that its time does not tell either.
    afterwards(partial(opening.send_link, form.email.data))
    return redirect(url_for("public.mine_asked"), 303)


@door.get("/comments/mine/asked")
def mine_asked() -> str:
    """What happens now."""
    return render_template("public/mine_asked.html")
