"""Publish an article, or schedule it."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from blog.articles import editing, publishing
from blog.articles.checking import find_stops, find_warnings
from blog.articles.models import Article
from blog.tools.clock import zone_name
from blog.tools.database import db
from blog.web.desk import CHANGED, current_author, door, to_editor
from blog.web.desk.forms import PublicationForm
from blog.web.template_helpers import article_url
from blog.web.times import day_and_clock

NOT_READY = "The article cannot be published yet"
# What the buttons send; the third is "schedule".
NOW, UNSCHEDULE = "now", "unschedule"


@door.get("/articles/<id:article_id>/publication")
def publication(article_id: int) -> BaseResponse:
    """What stands in the way of publication, and the form for now or later."""
    article = _article(article_id)
    if article.state == "published":
        return to_editor(article)
    at = article.published_at if article.state == "scheduled" else None
    return _show(article, PublicationForm(formdata=None, at=at))


@door.post("/articles/<id:article_id>/publication")
def publish(article_id: int) -> BaseResponse:
    """Publish now, schedule, or take back to draft; 422 where something stands in the way."""
    article = _article(article_id)
    form = PublicationForm()
    form.at.keep(article.published_at)
    if form.rev.data != str(article.revision):
        flash(CHANGED, "hold")
        return redirect(url_for("desk.publication", article_id=article.id), 303)
    action = request.form.get("act")
    if action == UNSCHEDULE:
        return _unschedule(article)
    if action != NOW and not form.validate():
        return _show(article, form, 422)
    if find_stops(article):
        form.form_errors.append(NOT_READY)
        return _show(article, form, 422)
    publishing.publish(article, None if action == NOW else form.at.data)
    db.session.commit()
    return _tell(_article(article_id))


def _unschedule(article: Article) -> BaseResponse:
    if article.state == "scheduled":
        publishing.unschedule(article)
        db.session.commit()
        flash("The article is a draft again.")
    return to_editor(article)


def _tell(article: Article) -> BaseResponse:
    if article.state == "scheduled" and article.published_at:
        flash(f"Scheduled for {day_and_clock(article.published_at)}, {zone_name(article.published_at)}.")
    else:
        flash(Markup('Published. <a href="{}">View article</a>').format(article_url(article)))
    return to_editor(article)


def _article(article_id: int) -> Article:
    article = editing.for_desk(current_author(), article_id)
    if article is None:
        abort(404)
    return article


def _show(article: Article, form: PublicationForm, status: int = 200) -> Response:
    form.rev.data = str(article.revision)
    page = render_template(
        "desk/publication.html",
        article=article,
        form=form,
        stops=find_stops(article),
        warnings=find_warnings(article),
        zone=zone_name(form.at.data),
    )
    return make_response(page, status)
