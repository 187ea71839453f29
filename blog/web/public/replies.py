"""A reader's reply."""

from flask import Response, make_response, redirect, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from blog.accounts.models import User
from blog.accounts.security import signed_in
from blog.articles import queries as articles
from blog.articles.queries import BareArticle
from blog.comments import pacing, posting
from blog.comments.models import APPROVED, Comment
from blog.tools.database import db
from blog.tools.waits import spelled
from blog.web.ids import read_id
from blog.web.public import door
from blog.web.public.article_page import show_article
from blog.web.public.comment import answered, comment_url
from blog.web.public.forms import ReplyForm
from blog.web.public.own_comment import own_place
from blog.web.public.saved_details import keep_details
from blog.web.waits import too_often

INCOMPLETE = "Not all of the form arrived. Copy your text from below, if it is here, and send it from the article again"
CLOSED = "Comments on this article have closed. Your text is kept below so you can copy it"
PARENT_GONE = "The comment you are replying to is no longer available. Post this as a new comment, or discard it"
ALREADY_POSTED = "You have already posted this comment"
TOO_QUICK = "You are posting quickly. Wait {} and post again"
NOT_SAVED = "Your comment could not be saved. It is still in the form. Try again in a minute"
OPEN_LONG = "This form was open for a long time. Check your comment and post it again"


@door.post("/comments")
def post_reply() -> BaseResponse:
    """Take in a reply: 303 to it, or the article with the form as it was filled in and what is wrong."""
    form = ReplyForm()
    try:
        return _post(form)
    except OperationalError:
        db.session.rollback()
        return _kept(form, NOT_SAVED, 503)


def _post(form: ReplyForm) -> BaseResponse:
    number = read_id(form.article.data)
    if number is None:
        return _kept(form, INCOMPLETE, 400)
    article = articles.bare_by_id(number)
    if article is None:
        return _kept(form, CLOSED, 410)
    user = signed_in()
    if user is not None:
        _sign(form, user)
    parent = answered(article, form.parent.data)
    if not form.validate():
        return _again(article, form, parent)
    if user is None and form.opened and form.opened.is_old:
        return _again(article, form, parent, OPEN_LONG)
    try:
        posted = _posted(article, form, parent, user)
    except posting.Closed:
        return _again(article, form, parent, CLOSED)
    except posting.ParentGone:
        db.session.rollback()
        return _again(article, form, None, PARENT_GONE)
    except posting.AlreadyPosted:
        db.session.rollback()
        return _again(article, form, parent, ALREADY_POSTED)
    except pacing.TooQuick as early:
        page = _again(article, form, parent, TOO_QUICK.format(spelled(early.seconds)))
        return too_often(page, early.seconds)
    approved = posted.status == APPROVED
    place = comment_url(article, posted, notice="published") if approved else own_place(article, posted)
    db.session.commit()
    response = redirect(place, 303)
    if user is None:
        keep_details(response, form)
    return response


def _sign(form: ReplyForm, user: User) -> None:
    """Fill in for somebody of the newsroom what is known of them, and ask for none of it."""
    form.author.data, form.email.data = user.name, user.email
    for known in ("author", "email", "url"):
        getattr(form, known).validators = ()


def _posted(article: BareArticle, form: ReplyForm, parent: Comment | None, user: User | None) -> Comment:
    if form.parent.data and parent is None:
        raise posting.ParentGone
    parent_id = parent.id if parent else None
    if user is not None:
        return posting.post_as_staff(article, form.comment.data, parent_id, user)
    reply = posting.Reply(
        form.comment.data, form.author.data, form.email.data, form.url.data, parent_id, form.replies.data
    )
    return posting.post(article, reply, _origin(form))


def _origin(form: ReplyForm) -> posting.Origin:
    return posting.Origin(
        request.remote_addr or "",
        request.user_agent.string,
        trapped=bool(form.topic.data),
        stamped=form.opened is not None,
        opened=form.opened.seconds if form.opened else None,
    )


def _again(article: BareArticle, form: ReplyForm, parent: Comment | None, problem: str | None = None) -> Response:
    """The whole article with the form as it was filled in."""
    if problem:
        form.form_errors.append(problem)
    try:
        page = show_article(article, form, reply_to=parent)
    except NotFound:
        # It was withdrawn since it was found.
        return _kept(form, CLOSED, 410)
    page.status_code = 422
    return page


def _kept(form: ReplyForm, problem: str, status: int) -> Response:
    """What was typed, on a page that needs no database."""
    return make_response(render_template("errors/reply_kept.html", form=form, problem=problem), status)
