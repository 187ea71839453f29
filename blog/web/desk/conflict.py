"""When somebody else saved the article, or deleted it, while this author was writing: both texts, nothing lost."""

from flask import Response, make_response, render_template, url_for

from blog.articles.models import Article
from blog.web.desk.forms import ArticleForm
from blog.web.kept import others, show_kept

# What the button for a new draft sends.
COPY = "copy"

DELETED = "This article has been deleted. Your text is below: save it as a new draft, or copy it"


def show_conflict(article: Article, form: ArticleForm) -> Response:
    """409: `article` as it is now beside the text in `form`, with ways to go on from either."""
    page = render_template(
        "desk/conflict.html",
        article=article,
        form=form,
        others=[
            *others("act", "rev", "lead", "described"),
            # A picture that came with the form has been stored meanwhile.
            ("lead", form.lead.data or ""),
            ("described", form.described.data or ""),
            ("rev", str(article.revision)),
        ],
        copy=COPY,
    )
    return make_response(page, 409)


def show_deleted() -> Response:
    """404, with the text as it was typed."""
    return show_kept(DELETED, 404, url_for("desk.create_article", act=COPY), "Save as a new draft")
