"""The editor: a new article, and the next version of one that is there."""

from datetime import datetime

from flask import Response, abort, make_response, redirect, render_template, request, session, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response as BaseResponse

from blog.articles import editing, publishing
from blog.articles.checking import find_stops
from blog.articles.models import Article
from blog.articles.publishing import Writing
from blog.articles.tagging import tags_in
from blog.media import queries as pictures
from blog.media.models import Picture
from blog.tools.clock import local, now, zone_name
from blog.tools.database import db
from blog.tools.slugs import SlugTaken
from blog.web.desk import current_author, door
from blog.web.desk.conflict import COPY, show_conflict, show_deleted
from blog.web.desk.forms import TEXTS, ArticleForm, PictureForm
from blog.web.desk.lead import chosen_lead, describe_lead, store_lead
from blog.web.times import day_and_clock

EMPTY = "Write a headline or some text before you save"
# What the button "Publish…" sends: save first, then go there.
PUBLISH = "publish"


@door.get("/articles/new")
def new_article() -> Response:
    """An empty editor. Nothing is made before something is saved."""
    return show_editor(None, ArticleForm(formdata=None, comments_open=True))


@door.post("/articles/new")
def create_article() -> BaseResponse:
    """Save a new draft: 303 to its editor, or 422 with what was typed."""
    form = ArticleForm()
    if request.values.get("act") == COPY:
        # The address stays with the article that this one was copied from.
        form.slug.data = ""
    sound = store_lead(form)
    if not sound or _is_empty(form):
        return show_editor(None, form, 422)
    article = publishing.start(current_author())
    try:
        return _save(article, form)
    except SlugTaken as taken:
        _note_taken(form, taken)
        db.session.rollback()
        return show_editor(None, form, 422)


@door.get("/articles/<id:article_id>")
def edit_article(article_id: int) -> Response:
    """The editor with an article."""
    article = editing.for_desk(current_author(), article_id)
    if article is None:
        abort(404)
    return show_editor(article, _form_of(article))


@door.post("/articles/<id:article_id>")
def save_article(article_id: int) -> BaseResponse:
    """Save an article: 303 to its editor, 422 with what was typed, 409 where somebody has saved it since."""
    form = ArticleForm()
    sound = store_lead(form)
    article = editing.for_desk(current_author(), article_id)
    if article is None:
        return show_deleted()
    if form.rev.data != str(article.revision):
        return show_conflict(article, _form_of(article), form)
    form.ticker_until.keep(article.ticker_until)
    if not sound or _breaks(article, form):
        return show_editor(article, form, 422)
    try:
        return _save(article, form)
    except SlugTaken as taken:
        _note_taken(form, taken)
        return show_editor(article, form, 422)
    except StaleDataError:
        # Somebody else saved between our reading and our writing.
        db.session.rollback()
        theirs = editing.for_desk(current_author(), article_id)
        return show_conflict(theirs, _form_of(theirs), form) if theirs else show_deleted()


def writing_of(form: ArticleForm) -> Writing:
    """What `form` holds, for the verbs."""
    lead = chosen_lead(form)
    return Writing(
        headline=form.headline.data,
        standfirst=form.standfirst.data,
        body=form.body.data,
        slug=form.slug.data,
        lead_picture_id=lead.id if lead else None,
        ticker=form.ticker.data,
        ticker_until=form.ticker_until.data,
        ticker_line=form.ticker_line.data,
        comments_open=form.comments_open.data,
    )


def show_editor(article: Article | None, form: ArticleForm, status: int = 200) -> Response:
    """The editor with `form` in it; `article` is None where there is none yet."""
    body = form.body.data or ""
    page = render_template(
        "desk/editor.html",
        article=article,
        form=form,
        picture_form=PictureForm(formdata=None),
        lead=chosen_lead(form),
        earlier=pictures.newest_by(current_author().id),
        words=publishing.count_words(body),
        tags=list(tags_in(body).values()),
        saved=_saved_at(article) if article else "",
        zone=zone_name(form.ticker_until.data),
    )
    return make_response(page, status)


def _is_empty(form: ArticleForm) -> bool:
    if form.headline.data or form.body.data:
        return False
    form.headline.errors.append(EMPTY)
    return True


def _breaks(article: Article, form: ArticleForm) -> bool:
    """Whether saving would leave readers, now or when its time comes, with an article that could not be published."""
    if article.state not in ("scheduled", "published"):
        return False
    stops = find_stops(publishing.sketch(article.author, writing_of(form)))
    for stop in stops:
        form[stop.field].errors.append(stop.text)
    return bool(stops)


def _save(article: Article, form: ArticleForm) -> BaseResponse:
    publishing.write(article, writing_of(form))
    describe_lead(form)
    db.session.commit()
    session["saved"] = [article.id, now().isoformat()]
    page = "desk.publication" if request.form.get("act") == PUBLISH else "desk.edit_article"
    return redirect(url_for(page, article_id=article.id), 303)


def _note_taken(form: ArticleForm, taken: SlugTaken) -> None:
    known = taken.holder.state == "published" or editing.for_desk(current_author(), taken.holder.id)
    by = f"“{taken.holder.headline}”" if known else "another article"
    form.slug.errors.append(f"This address is used by {by}. Try {taken.free}")


def _form_of(article: Article) -> ArticleForm:
    lead = article.lead_picture
    return ArticleForm(
        formdata=None,
        headline=article.headline,
        standfirst=article.standfirst,
        body=article.body,
        # Empty while it follows the headline.
        slug=article.slug if article.ever_published or publishing.has_own_slug(article) else "",
        ticker=article.ticker,
        ticker_until=article.ticker_until,
        ticker_line=article.ticker_line,
        comments_open=article.comments_open,
        lead=str(lead.id) if lead else "",
        **_texts_of(lead),
        rev=str(article.revision),
    )


def _texts_of(lead: Picture | None) -> dict[str, str]:
    if lead is None:
        return {}
    return {f"{kind}_{name}": getattr(lead, name) for kind in ("lead", "shown") for name in TEXTS}


def _saved_at(article: Article) -> str:
    """When it was last saved, with seconds where that was today."""
    saved_id, moment = session.get("saved", (None, ""))
    moments = [article.updated_at, *([datetime.fromisoformat(moment)] if saved_id == article.id else [])]
    saved = local(max(moments))
    return f"{saved:%H:%M:%S}" if saved.date() == local(now()).date() else day_and_clock(saved)
