"""The people who may sign in: all of them, and inviting one more."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from blog.accounts import inviting, queries
from blog.accounts.addressing import AddressRefused
from blog.accounts.factors import queries as factors
from blog.accounts.inviting import LINK_HOURS
from blog.accounts.models import User
from blog.accounts.notifying import notify
from blog.tools.database import db
from blog.web.admin import door
from blog.web.admin.forms import InvitationForm, RequirementForm
from blog.web.freshness import fresh


@door.get("/people")
def people() -> str:
    """Everybody of the newsroom, and who needs two-step sign-in."""
    required = factors.roles_that_need_one()
    return render_template(
        "admin/people.html",
        people=queries.everyone(),
        holders=factors.holders(),
        required=required,
        form=RequirementForm(formdata=None, data={"roles": sorted(required)}),
    )


@door.route("/people/new", methods=["GET", "POST"])
@fresh
def invitation() -> Response:
    """The form to invite somebody, and then the link for them."""
    form = InvitationForm()
    if form.is_submitted() and form.validate():
        try:
            user = inviting.invite(form.name.data, form.email.data, form.role.data)
        except inviting.NotInvitable as problem:
            form.name.errors = [str(problem)]
        except AddressRefused as refused:
            form.email.errors = [str(refused)]
        else:
            return hand_over_link(user)
    return make_response(render_template("admin/invitation.html", form=form), 422 if form.errors else 200)


def hand_over_link(user: User) -> Response:
    """A page with a link by which `user` chooses a password: shown once, and mailed where mail is configured."""
    link = inviting.password_link(user)
    body = render_template("email/invitation.txt", user=user, link=link, hours=LINK_HOURS)
    mailed = notify(user.email, "Choose your password", body)
    db.session.commit()
    return make_response(render_template("admin/link.html", user=user, link=link, hours=LINK_HOURS, mailed=mailed))
