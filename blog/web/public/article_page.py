"""The page of an article: what changes with each comment, between parts that stay as long as the newsroom does."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, abort, make_response, render_template
from markupsafe import Markup

from blog.articles.models import Article
from blog.comments import holding, posting, reconsidering
from blog.comments.models import Comment
from blog.comments.spam import stamping
from blog.comments.threads import ThreadPage, page_number, thread_page
from blog.page_cache.making import depend_on, good_until
from blog.page_cache.versions import replies_to
from blog.web.fragments import fragment
from blog.web.headers import PRIVATE
from blog.web.paging import asked_page
from blog.web.public.discussion import Sight, thread_items
from blog.web.public.forms import ReplyForm
from blog.web.public.linked_data import Node, article_graph, with_comment_count
from blog.web.template_helpers import article_url

# What a notice says, and its kind.
Notice = tuple[str, str]


def show_article(
    article: Article,
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
    context: dict[str, Any] = {
        "article": article,
        "thread": _thread(article, own, reply_to),
        "form": _fill(form or ReplyForm(formdata=None), article, reply_to, _stamp(article)) if is_private else None,
        "own": own,
        "reply_to": reply_to,
        "notice": notice,
        "is_private": is_private,
        **openness,
    }
    respond = _respond(context, _fields) if is_private else _blank_form(context)
    see = _sight(article, context["is_open"], own, reply_to, respond)
    page = make_response(
        render_template(
            "public/article.html",
            **context,
            respond=respond,
            part=partial(_part, article),
            graph=_graph(article, context["thread"].count),
            threads=thread_items(context["thread"].threads, see),
        )
    )
    if is_private:
        page.headers["Cache-Control"] = PRIVATE
    return page


def _thread(article: Article, own: Comment | None, reply_to: Comment | None) -> ThreadPage:
    """The page of comments to show. Aborts with 404 where there is none of the number that is asked for."""
    # The form stands below the comment that it answers, so that comment's page is the one to show.
    number = page_number(reply_to) if reply_to else asked_page("cpage")
    return thread_page(article, number, own) or abort(404)


def _openness(article: Article) -> dict[str, Any]:
    """Whether and until when replies are taken and held; the page changes when that does."""
    is_open, closing_time = posting.is_open(article), posting.closing_time(article)
    held_until = holding.held_until(article.id, fragment("waves", holding.wave_ends))
    for moment in (closing_time if is_open else None, held_until):
        good_until(moment)
    return {"is_open": is_open, "closing_time": closing_time, "held_until": held_until}


def _stamp(article: Article) -> str:
    """The stamp for the page that is being made; the page changes when the stamp does."""
    good_until(stamping.next_page_stamp(article.id))
    return stamping.page_stamp(article.id)


def _fill(form: ReplyForm, article: Article, reply_to: Comment | None, stamp: str) -> ReplyForm:
    """`form` with what its hidden fields say."""
    form.article.data = article.id
    form.parent.data = reply_to.id if reply_to else ""
    form.stamp.data = stamp
    return form


def _respond(context: dict[str, Any], make_fields: Callable[[dict[str, Any]], Markup]) -> Markup:
    """Leave a Reply, where it is offered or was filled in."""
    if not (context["is_open"] or context["form"].errors):
        return Markup()
    page = render_template("public/_respond.html", fields=make_fields(context), **context)
    return Markup(page)  # noqa: S704  from a template


def _fields(context: dict[str, Any]) -> Markup:
    return Markup(render_template("public/_reply_fields.html", **context))  # noqa: S704  from a template


def _blank_form(context: dict[str, Any]) -> Markup:
    """Leave a Reply as every reader gets it."""
    article = context["article"]
    stamp = _stamp(article)

    def make() -> Markup:
        form = _fill(ReplyForm(formdata=None), article, None, stamp)
        # Below every open article it is the same that is to be filled in.
        return _respond(context | {"form": form}, lambda filled: fragment("reply fields", partial(_fields, filled)))

    return fragment(("respond", article.id, stamp, context["is_open"], context["held_until"]), make)


def _graph(article: Article, comments: int) -> Node:
    return with_comment_count(fragment(("graph", article.id), lambda: article_graph(article)), comments)


def _sight(article: Article, is_open: bool, own: Comment | None, reply_to: Comment | None, respond: Markup) -> Sight:
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


def _part(article: Article, template: str, **context: object) -> Markup:
    """What `template` makes of `article` and a few values: the same until the newsroom changes, whoever replies."""
    return fragment(
        (template, article.id, *context.values()),
        lambda: Markup(render_template(template, article=article, **context)),  # noqa: S704
    )
