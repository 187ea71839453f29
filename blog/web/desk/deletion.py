"""Delete a draft for good."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.articles import editing, publishing
from blog.tools.database import db
from blog.web.desk import CHANGED, current_author, door
from blog.web.freshness import fresh


@door.route("/articles/<id:article_id>/deletion", methods=["GET", "POST"])
@fresh
def deletion(article_id: int) -> Response:
    """Delete a draft after a second look; 404 for all that has been published."""
    article = editing.for_desk(current_author(), article_id)
    if article is None or article.state != "draft":
        abort(404)
    if request.method != "POST":
        return make_response(render_template("desk/deletion.html", article=article))
    if request.form.get("rev") != str(article.revision):
        flash(CHANGED, "hold")
        return redirect(url_for("desk.deletion", article_id=article.id), 303)
    publishing.delete_draft(article)
    db.session.commit()
    flash("The draft is deleted.")
    return redirect(url_for("desk.articles"), 303)
