"""What readers would see, in a frame beside the editor."""

from flask import Response, make_response, render_template, request

from blog.articles import editing, publishing
from blog.articles.models import BODY_LENGTH
from blog.web.desk import current_author, door
from blog.web.desk.editor import writing_of
from blog.web.desk.forms import ArticleForm
from blog.web.desk.lead import sketched_lead
from blog.web.headers import preview_policy
from blog.web.ids import read_id


@door.post("/preview")
def preview() -> Response:
    """The article in the form, whatever is still wrong with it; nothing is saved."""
    form = ArticleForm()
    # More would be refused when it is saved, and takes long to render.
    form.body.data = form.body.data[:BODY_LENGTH]
    article_id = read_id(request.args.get("article"))
    article = editing.for_desk(current_author(), article_id) if article_id else None
    author = article.author if article else current_author()
    sketch = publishing.sketch(author, writing_of(form), sketched_lead(form), article.published_at if article else None)
    page = make_response(render_template("desk/preview.html", article=sketch))
    page.headers["Content-Security-Policy"] = preview_policy()
    return page
