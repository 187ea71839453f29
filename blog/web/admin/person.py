"""One person: the role, the account, a new link to choose a password."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.accounts import managing, sessions
from blog.accounts.models import User
from blog.tools.database import db
from blog.web.admin import door
from blog.web.admin.forms import RoleForm
from blog.web.admin.people import hand_over_link
from blog.web.freshness import fresh

ONLY_ADMIN = "This is the only administrator. Give the role to someone else first."


@door.get("/people/<id:user_id>")
@fresh
def person(user_id: int) -> Response:
    user = _user(user_id)
    return _page(user, RoleForm(formdata=None, data={"role": user.role}))


@door.post("/people/<id:user_id>/role")
@fresh
def role(user_id: int) -> Response:
    """Give somebody another role."""
    user, form = _user(user_id), RoleForm()
    if not form.validate():
        return _page(user, form)
    try:
        managing.give_role(user, form.role.data)
    except managing.OnlyAdmin:
        form.role.errors = [ONLY_ADMIN]
        return _page(user, form)
    db.session.commit()
    flash(f"{user.name} has the role “{user.role}” now and is signed out everywhere.")
    return _back(user)


@door.route("/people/<id:user_id>/deactivation", methods=["GET", "POST"])
@fresh
def deactivation(user_id: int) -> Response:
    """The page that asks whether to close somebody's account, and closing it."""
    user = _user(user_id)
    if request.method != "POST":
        return make_response(render_template("admin/deactivation.html", user=user))
    try:
        managing.deactivate(user)
    except managing.OnlyAdmin:
        flash(ONLY_ADMIN, "error")
        return _back(user)
    db.session.commit()
    flash(f"{user.name} cannot sign in any more.")
    return _back(user)


@door.post("/people/<id:user_id>/reactivation")
@fresh
def reactivation(user_id: int) -> Response:
    user = _user(user_id)
    managing.reactivate(user)
    db.session.commit()
    flash(f"{user.name} can sign in again.")
    return _back(user)


@door.post("/people/<id:user_id>/link")
@fresh
def password_link(user_id: int) -> Response:
    user = _user(user_id)
    return hand_over_link(user) if user.active else _back(user)


@door.post("/people/<id:user_id>/sessions/end")
@fresh
def sessions_end(user_id: int) -> Response:
    """Sign somebody out everywhere."""
    user = _user(user_id)
    sessions.end_all(user)
    db.session.commit()
    flash(f"{user.name} is signed out everywhere.")
    return _back(user)


def _user(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        abort(404)
    return user


def _back(user: User) -> Response:
    return redirect(url_for("admin.person", user_id=user.id), 303)


def _page(user: User, form: RoleForm) -> Response:
    shown = {"sessions": sessions.sessions_of(user), "session_id": sessions.current_id()}
    page = render_template("admin/person.html", user=user, form=form, **shown)
    return make_response(page, 422 if form.errors else 200)
