"""A comment as readers meet it: found by what an address says of it, and the address that it has."""

from flask import abort, redirect
from werkzeug.wrappers import Response

from blog.articles.models import Article
from blog.articles.queries import BareArticle
from blog.comments import queries
from blog.comments.models import APPROVED, Comment
from blog.comments.threads import page_number
from blog.web.ids import read_id
from blog.web.public import door
from blog.web.template_helpers import article_url


@door.get("/comments/<id:comment_id>")
def comment(comment_id: int) -> Response:
    """Lead to the comment on whatever page of its article it stands."""
    found = seen(comment_id)
    return redirect(comment_url(found.article, found))


def seen(comment_id: int) -> Comment:
    """The comment with this id that readers see. Aborts with 404 where they see none."""
    found = queries.with_article(comment_id)
    if found is None or found.status != APPROVED or found.article.state != "published":
        abort(404)
    return found


def answered(article: Article | BareArticle, asked: str | None) -> Comment | None:
    """The comment on `article` whose id is `asked` and that can be replied to; None where there is none."""
    comment_id = read_id(asked)
    found = queries.with_article(comment_id) if comment_id is not None else None
    return found if found and found.article_id == article.id and found.status == APPROVED else None


def comment_url(article: Article | BareArticle, approved: Comment, anchor: str = "", **query: str) -> str:
    """Path of the page of `article` that the approved comment stands on, with its place there or another `anchor`."""
    page = page_number(approved)
    paged: dict[str, str | int] = {"cpage": page} if page > 1 else {}
    return article_url(article, **paged, **query) + "#" + (anchor or f"comment-{approved.id}")
