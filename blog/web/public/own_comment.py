"""The commenter's own view of a waiting comment: changing it, deleting it."""

from flask import Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from blog.articles.models import Article
from blog.articles.queries import BareArticle
from blog.comments import pacing, queries, reconsidering
from blog.comments.models import Comment
from blog.tools.database import db
from blog.tools.waits import spelled
from blog.web.headers import PRIVATE
from blog.web.public import door
from blog.web.public.forms import CommentForm
from blog.web.template_helpers import article_url
from blog.web.waits import too_often

TOO_LATE = "A comment can be changed for 10 minutes, until the newsroom decides about it. Yours is as you posted it"
TOO_QUICK = "You are saving changes quickly. Wait {} and save them again"


@door.route("/comments/<id:comment_id>/revision", methods=["GET", "POST"])
def own_revision(comment_id: int) -> BaseResponse:
    """The commenter's form to change a waiting comment."""
    own = _own(comment_id)
    form = CommentForm(data={"comment": own.text})
    if not reconsidering.may_change(own):
        return _own_form(own, form, TOO_LATE, 403)
    if request.method != "POST":
        return _own_form(own, form)
    if not form.validate():
        return _own_form(own, form, status=422)
    back = own_place(own.article, own, notice="saved")
    try:
        pacing.pace_change(request.remote_addr or "", own.id)
        reconsidering.change_own(own, form.comment.data)
    except reconsidering.Decided:
        return _decided(comment_id, form)
    except pacing.TooQuick as early:
        return too_often(_own_form(own, form, TOO_QUICK.format(spelled(early.seconds))), early.seconds)
    db.session.commit()
    return redirect(back, 303)


@door.post("/comments/<id:comment_id>/removal")
def own_removal(comment_id: int) -> BaseResponse:
    """Delete a waiting comment, as its writer wants."""
    own = _own(comment_id)
    form = CommentForm(formdata=None, data={"comment": own.text})
    if not reconsidering.may_change(own):
        return _own_form(own, form, TOO_LATE, 403)
    back = article_url(own.article, notice="deleted") + "#comments"
    try:
        reconsidering.remove_own(own)
    except reconsidering.Decided:
        return _decided(comment_id, form)
    db.session.commit()
    return redirect(back, 303)


def own_place(article: Article | BareArticle, own: Comment, **query: str) -> str:
    """Path of the article that shows the waiting comment `own` to its writer."""
    return article_url(article, pending=own.id, key=reconsidering.own_key(own), **query) + f"#comment-{own.id}"


def _own(comment_id: int) -> Comment:
    own = reconsidering.own_comment(comment_id, request.values.get("key", ""))
    if own is None:
        abort(404)
    return own


def _decided(comment_id: int, form: CommentForm) -> Response:
    """The newsroom was faster. What was typed stays there to be read."""
    db.session.rollback()
    own = queries.with_article(comment_id)
    return _own_form(own, form, TOO_LATE, 403) if own is not None else abort(404)


def _own_form(own: Comment, form: CommentForm, problem: str | None = None, status: int = 200) -> Response:
    if problem:
        form.form_errors.append(problem)
    key, place = reconsidering.own_key(own), own_place(own.article, own)
    page = make_response(
        render_template("public/own_comment.html", own=own, own_key=key, place=place, form=form), status
    )
    page.headers["Cache-Control"] = PRIVATE
    return page
