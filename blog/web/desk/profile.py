"""The own profile."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from blog.accounts import presenting, sessions
from blog.accounts.models import User
from blog.accounts.naming import NAME_TAKEN
from blog.accounts.presenting import NameTaken
from blog.media import storing
from blog.media.models import Picture
from blog.media.resizing import Unusable
from blog.tools import mail
from blog.tools.database import db
from blog.tools.slugs import SlugTaken
from blog.web.desk import current_author, door
from blog.web.desk.forms import ProfileForm


@door.get("/profile")
def profile() -> Response:
    """The form with one's name, page, biography and photo."""
    user = current_author()
    return _show(
        ProfileForm(formdata=None, name=user.name, slug=user.slug, biography=user.biography, digest=user.wants_digest)
    )


@door.post("/profile")
def save_profile() -> BaseResponse:
    """Save the profile, or 422 with what was typed."""
    form = ProfileForm()
    if not form.validate():
        return _show(form, 422)
    try:
        photo = _new_photo(form)
        user = current_author()
        presenting.present(user, form.name.data, form.slug.data, form.biography.data)
    except Unusable as error:
        form.photo.errors.append(str(error))
        return _show(form, 422)
    except NameTaken:
        form.name.errors.append(NAME_TAKEN)
        db.session.rollback()
        return _show(form, 422)
    except SlugTaken as taken:
        form.slug.errors.append(f"This address is used by {taken.holder.name}. Try {taken.free}")
        db.session.rollback()
        return _show(form, 422)
    if _is_asked_about_mail(user):
        user.wants_digest = form.digest.data
    if photo or form.remove_photo.data:
        presenting.show_photo(user, photo)
    db.session.commit()
    flash("Your profile is saved.")
    return redirect(url_for("desk.profile"), 303)


def _is_asked_about_mail(user: User) -> bool:
    return user.is_admin and mail.is_configured()


def _new_photo(form: ProfileForm) -> Picture | None:
    if not form.photo.data:
        return None
    # Nobody waits for this connection while the picture is made.
    db.session.commit()
    return storing.store(storing.encode_photo(form.photo.data.read()))


def _show(form: ProfileForm, status: int = 200) -> Response:
    user = current_author()
    if form.photo.data and not form.photo.errors:
        # No page can hold a file that was chosen on another.
        form.photo.errors = ["Choose the photo again"]
    shown = {"sessions": sessions.sessions_of(user), "session_id": sessions.current_id()}
    shown["asks_about_mail"] = _is_asked_about_mail(user)
    return make_response(render_template("desk/profile.html", form=form, user=user, **shown), status)
