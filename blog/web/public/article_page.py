"""The page of an article: what changes with each comment, between parts that stay as long as the newsroom does."""

from functools import partial

from flask import Response, abort, make_response, render_template
from markupsafe import Markup

from blog.articles.models import Article
from blog.comments import holding, posting
from blog.comments.holding import Wave
from blog.comments.models import Comment
from blog.comments.spam import stamping
from blog.comments.threads import page_number, thread_page
from blog.page_cache.making import depend_on, good_until
from blog.page_cache.versions import replies_to
from blog.web.headers import PRIVATE
from blog.web.paging import asked_page
from blog.web.public.discussion import Discussion, answered
from blog.web.public.forms import ReplyForm
from blog.web.public.linked_data import article_graph, with_comment_count
from blog.web.shell import shell

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
    is_private = bool(form or own or reply_to or notice)
    depend_on(replies_to(article.id))
    is_open, closing_time, wave = posting.is_open(article), posting.closing_time(article), holding.current(article.id)
    for moment in (closing_time if is_open else None, wave.until if wave else None):
        good_until(moment)
    # The form stands below the comment that it answers, so that comment's page is the one to show.
    number = page_number(reply_to) if reply_to else asked_page("cpage")
    thread = thread_page(article, number, own)
    if thread is None:
        abort(404)
    shown_form = _fill(form or ReplyForm(formdata=None), article, reply_to)
    page = make_response(
        render_template(
            "public/article.html",
            article=article,
            part=partial(_part, article),
            graph=with_comment_count(shell().part(("graph", article.id), lambda: article_graph(article)), thread.count),
            thread=thread,
            published=Discussion(article, is_open).published,
            answered=answered,
            form=shown_form,
            blank_form=None if is_private or not is_open else _blank_form(article, shown_form, wave),
            is_open=is_open,
            closing_time=closing_time,
            wave=wave,
            own=own,
            own_key=posting.own_key(own) if own else None,
            reply_to=reply_to,
            notice=notice,
            is_private=is_private,
        )
    )
    if is_private:
        page.headers["Cache-Control"] = PRIVATE
    return page


def _fill(form: ReplyForm, article: Article, reply_to: Comment | None) -> ReplyForm:
    """`form` with what its hidden fields say."""
    good_until(stamping.next_page_stamp())
    form.article.data = article.id
    form.parent.data = reply_to.id if reply_to else ""
    form.stamp.data = stamping.page_stamp()
    return form


def _part(article: Article, template: str, **context: object) -> Markup:
    """What `template` makes of `article` and a few values: the same until the newsroom changes, whoever replies."""
    return shell().part(
        (template, article.id, *context.values()),
        lambda: Markup(render_template(template, article=article, **context)),  # noqa: S704
    )


def _blank_form(article: Article, form: ReplyForm, wave: Wave | None) -> Markup:
    """Leave a Reply as every reader gets it."""
    template = "public/_respond.html"
    context = {"article": article, "form": form, "wave": wave, "is_open": True}
    nobodys = {"own": None, "reply_to": None, "notice": None}
    return shell().part(
        (template, article.id, form.stamp.data, wave and wave.until),
        lambda: Markup(render_template(template, **context, **nobodys)),  # noqa: S704
    )
