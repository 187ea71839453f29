"""The page of an article: a frame that stays as long as the newsroom does, and what changes in it with each comment."""

from typing import Any

from flask import Response, abort, current_app, make_response, render_template, request
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from blog.articles import queries as articles
from blog.articles.models import Article
from blog.articles.queries import BareArticle
from blog.comments import holding, posting, reconsidering
from blog.comments.models import Comment
from blog.comments.spam import stamping
from blog.comments.threads import ThreadPage, page_number, thread_page
from blog.page_cache.making import depend_on, good_until
from blog.page_cache.versions import replies_to
from blog.web.fragments import fragment, framed
from blog.web.frames import Frame, gap
from blog.web.headers import PRIVATE
from blog.web.macros import macro
from blog.web.paging import asked_page
from blog.web.public.discussion import Sight, thread_items
from blog.web.public.forms import ReplyForm
from blog.web.public.linked_data import article_graph
from blog.web.template_helpers import article_url

# What a notice says, and its kind.
Notice = tuple[str, str]


def show_article(
    article: BareArticle,
    form: ReplyForm | None = None,
    *,
    own: Comment | None = None,
    reply_to: Comment | None = None,
    notice: Notice | None = None,
) -> Response:
    """The page of a public `article`; what is on it for one reader alone makes it private.

    `form` is the reply form with something in it already.
    """
    depend_on(replies_to(article.id))
    openness = _openness(article)
    if not (openness["is_open"] or (form and form.errors)):
        # An address may go on asking for a form that nobody could send.
        reply_to = None
    is_private = bool(form or own or reply_to or notice)
    thread = _thread(article, own, reply_to)
    context: dict[str, Any] = {
        "article": article,
        "thread": thread,
        "form": _fill(form or ReplyForm(formdata=None), article, reply_to, _stamp(article)) if is_private else None,
        "own": own,
        "reply_to": reply_to,
        "notice": notice,
        **openness,
    }
    respond = _respond(context) if is_private else _blank_form(article, openness)
    see = _sight(article, openness["is_open"], own, reply_to, respond)
    threads = thread_items(thread.threads, see)
    discussion = render_template("public/_discussion.html", **context, respond=respond, threads=threads)
    frame = _frame(article, thread, is_private, bool(form and form.errors))
    counted = macro("macros/counts.html", "comments")(thread.count)
    page = make_response(frame.filled(comments=thread.count, counted=counted, discussion=discussion))
    if is_private:
        page.headers["Cache-Control"] = PRIVATE
    return page


def _frame(article: BareArticle, thread: ThreadPage, is_private: bool, has_errors: bool) -> Frame:
    """The page around its discussion. Aborts with 404 where the article is not public any more."""
    context = {
        "number": thread.number,
        "pages": thread.pages or 1,
        "is_private": is_private,
        "has_errors": has_errors,
        "is_live": request.method == "GET",
    }

    def make() -> str:
        whole = articles.public_by_id(article.id) or abort(404)
        return render_template("public/article.html", article=whole, graph=_graph(whole), gap=gap, **context)

    return framed((article.id, *context.values()), make)


def _thread(article: BareArticle, own: Comment | None, reply_to: Comment | None) -> ThreadPage:
    """The page of comments to show. Aborts with 404 where there is none of the number that is asked for."""
    # The form stands below the comment that it answers, so that comment's page is the one to show.
    number = page_number(reply_to) if reply_to else asked_page("cpage")
    return thread_page(article, number, own) or abort(404)


def _openness(article: BareArticle) -> dict[str, Any]:
    """Whether and until when replies are taken and held; the page changes when that does."""
    is_open, closing_time = posting.is_open(article), posting.closing_time(article)
    held_until = holding.held_until(article.id, fragment("waves", holding.wave_ends))
    for moment in (closing_time if is_open else None, held_until):
        good_until(moment)
    return {"is_open": is_open, "closing_time": closing_time, "held_until": held_until}


def _stamp(article: BareArticle) -> str:
    """The stamp for the page that is being made; the page changes when the stamp does."""
    good_until(stamping.next_page_stamp(article.id))
    return stamping.page_stamp(article.id)


def _fill(form: ReplyForm, article: BareArticle, reply_to: Comment | None, stamp: str) -> ReplyForm:
    """`form` with what its hidden fields say."""
    form.article.data = article.id
    form.parent.data = reply_to.id if reply_to else ""
    form.stamp.data = stamp
    return form


def _respond(context: dict[str, Any]) -> Markup:
    """Leave a Reply, where it is offered or was filled in."""
    if not (context["is_open"] or context["form"].errors):
        return Markup()
    return Markup(render_template("public/_respond.html", **context))  # noqa: S704  from a template


def _blank_form(article: BareArticle, openness: dict[str, Any]) -> Markup:
    """Leave a Reply as every reader gets it: below every open article the same, but for two hidden fields."""
    if not openness["is_open"]:
        return Markup()

    def make() -> Frame:
        form = ReplyForm(formdata=None)
        form.article.data, form.stamp.data = gap("article"), gap("stamp")
        return Frame(_respond({"form": form, "own": None, "reply_to": None, "notice": None, **openness}))

    form = fragment(("blank form", openness["held_until"]), make)
    return form.filled(article=article.id, stamp=_stamp(article))


def _graph(article: Article) -> Markup:
    """What search engines read, as JSON with a gap for the number of comments."""
    comments = gap("comments")
    graph = htmlsafe_json_dumps(article_graph(article, comments), current_app.json.dumps)
    return Markup(graph.replace(f'"{comments}"', comments))  # noqa: S704  as the filter `tojson` makes it


def _sight(
    article: BareArticle, is_open: bool, own: Comment | None, reply_to: Comment | None, respond: Markup
) -> Sight:
    place = article_url(article)
    if own is None and reply_to is None:
        return Sight(article.author_id, place, is_open)
    actions = Markup()
    if own is not None:
        actions = Markup(  # noqa: S704  from a template
            render_template("public/_own_actions.html", own=own, own_key=reconsidering.own_key(own))
        )
    answered = reply_to.id if reply_to else None
    return Sight(article.author_id, place, is_open, own.id if own else None, actions, answered, respond)
