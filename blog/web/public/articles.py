"""The addresses of articles. Only the plain page is public; its variants are somebody's own, and nobody keeps them."""

from flask import abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from blog.articles import queries as articles
from blog.articles.queries import BareArticle
from blog.comments import reconsidering
from blog.comments.models import Comment
from blog.page_cache.making import keep
from blog.web.fragments import fragment
from blog.web.ids import read_id
from blog.web.public import door
from blog.web.public.article_page import Notice, show_article
from blog.web.public.comment import answered
from blog.web.template_helpers import article_url

NOTICES: dict[str, Notice] = {
    "published": ("Your comment is published.", "ok"),
    "saved": ("Your changes are saved.", "ok"),
    # Not "ok": nothing was posted, and a reply that is being written stays.
    "deleted": ("Your comment is deleted.", "hold"),
    "reported": ("Thank you. A moderator will look at this comment.", "hold"),
}
PARENT_GONE: Notice = ("The comment you are replying to is no longer available.", "hold")


@door.get("/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<slug>/")
@keep(number="cpage", own=("pending", "replyto", "notice"))
def article(year: int, month: int, slug: str) -> BaseResponse | str:
    """The article; 301 from a former address, 410 where it is withdrawn, 404 where there is none."""
    found = fragment(("article", slug.lower()), lambda: articles.bare_by_slug(slug.lower()) or abort(404))
    if found.withdrawn_at:
        withdrawn = articles.withdrawn_by_id(found.id) or abort(404)
        return make_response(render_template("public/withdrawn.html", article=withdrawn), 410)
    if request.path != article_url(found):
        return redirect(article_url(found) + _query(), 301)
    own = _own_comment(found)
    reply_to, gone = _reply_to(found)
    notice = PARENT_GONE if gone else NOTICES.get(request.args.get("notice", ""))
    return show_article(found, own=own, reply_to=reply_to, notice=notice)


def _own_comment(article: BareArticle) -> Comment | None:
    """The waiting comment whose writer's link was followed; None, and so the plain page, for any other link."""
    comment_id = read_id(request.args.get("pending"))
    own = reconsidering.own_comment(comment_id, request.args.get("key", "")) if comment_id is not None else None
    return own if own and own.article_id == article.id else None


def _reply_to(article: BareArticle) -> tuple[Comment | None, bool]:
    """The comment that is to be answered, and whether one was asked for that is not there."""
    if "replyto" not in request.args:
        return None, False
    found = answered(article, request.args["replyto"])
    return found, found is None


def _query() -> str:
    query = request.query_string.decode("latin-1")
    return f"?{query}" if query else ""
