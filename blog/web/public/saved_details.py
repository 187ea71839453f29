"""Name, address and website of a commenter who wants them kept: sealed, in a cookie that goes to /comments alone."""

import json

from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from blog.articles import queries as articles
from blog.tools.tokens import sealed, unsealed
from blog.web.ids import read_id
from blog.web.public import door
from blog.web.public.article_page import show_article
from blog.web.public.comment import answered
from blog.web.public.forms import ReplyForm

COOKIE = "commenter"
COOKIE_SECONDS = 180 * 24 * 3600
_PURPOSE = "saved details"


@door.get("/comments/new")
def saved_details() -> Response:
    """The article with the reply form filled from the commenter's cookie, for browsers without script."""
    number = read_id(request.args.get("article"))
    article = articles.bare_by_id(number) if number is not None else None
    if article is None:
        abort(404)
    form = ReplyForm(formdata=None, data=_read_cookie())
    return show_article(article, form, reply_to=answered(article, request.args.get("parent")))


def keep_details(response: BaseResponse, form: ReplyForm) -> None:
    """Let the browser keep what `form` says of the commenter, or forget it, as its box says."""
    path = url_for("public.post_reply")
    if not form.remember.data:
        # Who has no cookie gets none, not even one to be forgotten.
        if COOKIE in request.cookies:
            response.delete_cookie(COOKIE, path=path)
        return
    details = json.dumps([form.author.data, form.email.data, form.url.data])
    response.set_cookie(
        COOKIE,
        sealed(_PURPOSE, details),
        max_age=COOKIE_SECONDS,
        path=path,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _read_cookie() -> dict[str, str | bool]:
    details = unsealed(_PURPOSE, request.cookies.get(COOKIE, ""), COOKIE_SECONDS)
    if details is None:
        return {}
    author, email, url = json.loads(details)
    return {"author": author, "email": email, "url": url, "remember": True}
