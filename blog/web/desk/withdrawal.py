"""Take a published article back."""

from flask import abort, flash, make_response, render_template, request
from werkzeug.wrappers import Response

from blog.articles import editing, publishing
from blog.tools.database import db
from blog.web.desk import current_author, door, to_editor
from blog.web.desk.forms import WithdrawalForm


@door.route("/articles/<id:article_id>/withdrawal", methods=["GET", "POST"])
def withdrawal(article_id: int) -> Response:
    """Withdraw an article, with a note to readers in its place."""
    article = editing.for_desk(current_author(), article_id)
    if article is None or article.state not in ("published", "withdrawn"):
        abort(404)
    if article.state == "withdrawn":
        # A second press on the button finds it done.
        return to_editor(article)
    form = WithdrawalForm()
    if form.validate_on_submit():
        publishing.withdraw(article, form.note.data)
        db.session.commit()
        flash("Withdrawn. Readers find your note in its place.")
        return to_editor(article)
    page = render_template("desk/withdrawal.html", article=article, form=form)
    return make_response(page, 422 if request.method == "POST" else 200)
