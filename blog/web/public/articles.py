"""The article page. Only the plain one is public; its variants are somebody's own, and no cache keeps them."""

from flask import Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from blog.articles import queries as articles
from blog.articles.models import Article
from blog.comments import holding, posting
from blog.comments import queries as comments
from blog.comments.models import APPROVED, Comment
from blog.comments.spam import stamping
from blog.comments.threads import page_number, thread_page
from blog.page_cache.making import depend_on, good_until, keep
from blog.page_cache.versions import replies_to
from blog.web.headers import PRIVATE
from blog.web.ids import read_id
from blog.web.paging import asked_page
from blog.web.public import door
from blog.web.public.forms import ReplyForm
from blog.web.public.linked_data import article_graph
from blog.web.template_helpers import article_url

# What a notice says, and its kind.
Notice = tuple[str, str]

NOTICES: dict[str, Notice] = {
    "published": ("Your comment is published.", "ok"),
    "saved": ("Your changes are saved.", "ok"),
    "deleted": ("Your comment is deleted.", "ok"),
    # Not "ok": nothing was posted, and a reply that is being written stays.
    "reported": ("Thank you. A moderator will look at this comment.", "hold"),
}
PARENT_GONE: Notice = ("The comment you are replying to is no longer available.", "hold")


@door.get("/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<slug>/")
@keep(number="cpage", own=("pending", "replyto", "notice"))
def article(year: int, month: int, slug: str) -> BaseResponse | str:
    found = articles.for_reader(slug.lower())
    if found is None:
        abort(404)
    if found.withdrawn_at:
        return make_response(render_template("public/withdrawn.html", article=found), 410)
    if request.path != article_url(found):
        return redirect(article_url(found) + _query(), 301)
    own = _own_comment(found)
    reply_to, gone = _reply_to(found)
    notice = PARENT_GONE if gone else NOTICES.get(request.args.get("notice", ""))
    return show_article(found, own=own, reply_to=reply_to, notice=notice)


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
    is_open, closing_time = posting.is_open(article), posting.closing_time(article)
    wave = holding.current(article.id)
    for moment in (stamping.next_page_stamp(), closing_time if is_open else None, wave.until if wave else None):
        good_until(moment)
    form = form or ReplyForm(formdata=None)
    # The form stands below the comment that it answers, so that comment's page is the one to show.
    number = page_number(reply_to) if reply_to else asked_page("cpage")
    thread = thread_page(article, number, own)
    if thread is None:
        abort(404)
    form.article.data = article.id
    form.parent.data = reply_to.id if reply_to else ""
    form.stamp.data = stamping.page_stamp()
    related = articles.related(article)
    page = make_response(
        render_template(
            "public/article.html",
            article=article,
            author_count=articles.public_count(article.author),
            thread=thread,
            form=form,
            is_open=is_open,
            closing_time=closing_time,
            wave=wave,
            own=own,
            own_key=posting.own_key(own) if own else None,
            reply_to=reply_to,
            notice=notice,
            is_private=is_private,
            related=related,
            comment_counts=comments.approved_counts(related),
            graph=article_graph(article, thread.count),
        )
    )
    if is_private:
        page.headers["Cache-Control"] = PRIVATE
    return page


def _own_comment(article: Article) -> Comment | None:
    """The waiting comment whose writer's link was followed; None, and so the plain page, for any other link."""
    comment_id = read_id(request.args.get("pending"))
    own = posting.own_comment(comment_id, request.args.get("key", "")) if comment_id is not None else None
    return own if own and own.article_id == article.id else None


def _reply_to(article: Article) -> tuple[Comment | None, bool]:
    """The comment that is to be answered, and whether one was asked for that is not there."""
    if "replyto" not in request.args:
        return None, False
    comment_id = read_id(request.args["replyto"])
    found = comments.with_article(comment_id) if comment_id is not None else None
    if found is None or found.article_id != article.id or found.status != APPROVED:
        return None, True
    return found, False


def _query() -> str:
    query = request.query_string.decode("latin-1")
    return f"?{query}" if query else ""
