"""Wave mode: holding everything for a time."""

from datetime import datetime, time, timedelta

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from blog.comments import holding
from blog.comments.holding import Wave
from blog.tools.clock import from_local, local, now, zone_name
from blog.tools.database import db
from blog.web.admin import acting_admin, door
from blog.web.admin.forms import CHOSEN, TOMORROW, WaveForm
from blog.web.ids import read_id

# When the first admin is there.
MORNING = time(8)


@door.get("/comments/wave")
def wave() -> Response:
    """What is being held, and the form to hold all replies for a while."""
    asked = read_id(request.args.get("article"))
    return _page(_form(asked, article=str(asked or ""), length="1"))


@door.post("/comments/wave")
def start_wave() -> Response:
    """Hold all replies, of the site or of one article, until a time; 422 where that cannot be."""
    form = _form(read_id(request.form.get("article")))
    if not form.validate():
        return _page(form)
    try:
        started = holding.start(read_id(form.article.data), _until(form), acting_admin())
    except holding.BadTime as bad:
        form.until.errors = [str(bad)]
        return _page(form)
    until = holding.spoken(started.until)
    db.session.commit()
    flash(f"Every reply is held until {until}. Readers are told so beside the form.")
    return redirect(url_for("admin.comments"), 303)


@door.post("/comments/wave/<id:wave_id>/end")
def end_wave(wave_id: int) -> Response:
    """Judge replies as usual again."""
    ended = holding.by_id(wave_id)
    if ended is None:
        abort(404)
    holding.end(ended)
    db.session.commit()
    flash("Replies are judged as usual again. What was held waits in Pending.")
    return redirect(url_for("admin.comments"), 303)


@door.app_template_filter()
def wave_place(held: Wave) -> str:
    """Where it holds: the whole site, or the headline."""
    if held.article is None:
        return "on the whole site"
    return Markup("on “<bdi>{}</bdi>”").format(held.article.headline)


def _form(article_id: int | None, **values: str) -> WaveForm:
    form = WaveForm(formdata=None, data=values) if values else WaveForm()
    headlines = holding.choices(article_id)
    form.article.choices = {"": "The whole site"} | {str(number): line for number, line in headlines.items()}
    return form


def _until(form: WaveForm) -> datetime:
    if form.length.data == CHOSEN and form.until.data:
        return form.until.data
    if form.length.data == TOMORROW:
        return from_local(datetime.combine(local(now()).date() + timedelta(days=1), MORNING))
    return now() + timedelta(hours=int(form.length.data))


def _page(form: WaveForm) -> Response:
    page = render_template("admin/wave.html", form=form, waves=holding.all_current(), zone=zone_name(form.until.data))
    return make_response(page, 422 if form.errors else 200)
