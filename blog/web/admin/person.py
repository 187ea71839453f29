"""One person: the role, the account, the invitation, a new link to choose a password."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from blog.accounts import managing, queries, sessions
from blog.accounts.factors import queries as factors
from blog.accounts.models import User
from blog.tools.database import db
from blog.web.admin import door
from blog.web.admin.forms import RoleForm
from blog.web.admin.people import hand_over_link
from blog.web.freshness import fresh

ONLY_ADMIN = "This is the only administrator. Give the role to someone else first."
LINKS_ENDED = "Links to choose a password that were made before do not work any more."
NO_INVITATION = "There is no such invitation any more: it may have been accepted, or withdrawn already."
NEEDS_LINK = "is active again, and needs a new link to choose a password before signing in."


@door.get("/people/<id:user_id>")
@fresh
def person(user_id: int) -> Response:
    """One person: role, account, links and sessions."""
    user = somebody(user_id)
    return _page(user, RoleForm(formdata=None, data={"role": user.role}))


@door.post("/people/<id:user_id>/role")
@fresh
def role(user_id: int) -> Response:
    """Give somebody another role."""
    user, form = somebody(user_id), RoleForm()
    if not form.validate():
        return _page(user, form)
    try:
        changed = managing.give_role(user, form.role.data)
    except managing.OnlyAdmin:
        form.role.errors = [ONLY_ADMIN]
        return _page(user, form)
    db.session.commit()
    news = f"now and is signed out everywhere. {LINKS_ENDED}" if changed else "already, and nothing is changed."
    flash(about(user, f"has the role “{user.role}” {news}"))
    return back_to(user)


@door.route("/people/<id:user_id>/deactivation", methods=["GET", "POST"])
@fresh
def deactivation(user_id: int) -> Response:
    """The page that asks whether to close somebody's account, and closing it."""
    user = somebody(user_id)
    if request.method != "POST":
        return make_response(render_template("admin/deactivation.html", user=user))
    try:
        managing.deactivate(user)
    except managing.OnlyAdmin:
        flash(ONLY_ADMIN, "error")
        return back_to(user)
    db.session.commit()
    flash(about(user, "cannot sign in any more."))
    return back_to(user)


@door.post("/people/<id:user_id>/reactivation")
@fresh
def reactivation(user_id: int) -> Response:
    """Let a deactivated person sign in again."""
    user = somebody(user_id)
    managing.reactivate(user)
    db.session.commit()
    flash(about(user, "can sign in again." if user.password else NEEDS_LINK))
    return back_to(user)


@door.route("/people/<id:user_id>/withdrawal", methods=["GET", "POST"])
@fresh
def withdrawal(user_id: int) -> Response:
    """The page that asks whether to withdraw somebody's invitation, and withdrawing it."""
    user = db.session.get(User, user_id)
    if request.method != "POST" and user and queries.is_only_invited(user):
        return make_response(render_template("admin/withdrawal.html", user=user))
    if request.method == "POST" and user and managing.withdraw_invitation(user):
        db.session.commit()
        flash(about(user, "is not invited any more. The name and the address are free again."))
    else:
        flash(NO_INVITATION, "error")
    return redirect(url_for("admin.people"), 303)


@door.post("/people/<id:user_id>/link")
@fresh
def password_link(user_id: int) -> Response:
    """A new link to choose a password, mailed or shown once."""
    user = somebody(user_id)
    return hand_over_link(user) if user.active else back_to(user)


@door.post("/people/<id:user_id>/sessions/end")
@fresh
def sessions_end(user_id: int) -> Response:
    """Sign somebody out everywhere."""
    user = somebody(user_id)
    sessions.end_all(user)
    db.session.commit()
    flash(about(user, f"is signed out everywhere. {LINKS_ENDED}"))
    return back_to(user)


def somebody(user_id: int) -> User:
    """The person with this id; aborts with 404 where there is none."""
    user = db.session.get(User, user_id)
    if user is None:
        abort(404)
    return user


def about(user: User, sentence: str) -> Markup:
    """`sentence` with the name of `user` before it, which may be written from right to left while the rest is not."""
    return Markup("<bdi>{}</bdi> {}").format(user.name, sentence)


def back_to(user: User) -> Response:
    """The way back to the page of `user`."""
    return redirect(url_for("admin.person", user_id=user.id), 303)


def _page(user: User, form: RoleForm) -> Response:
    shown = {"sessions": sessions.sessions_of(user), "session_id": sessions.current_id()}
    shown |= {"has_factor": factors.number_of(user) > 0, "only_invited": queries.is_only_invited(user)}
    page = render_template("admin/person.html", user=user, form=form, **shown)
    return make_response(page, 422 if form.errors else 200)
