"""The front page and the older pages behind it."""

from itertools import chain

from flask import render_template

from blog.accounts.queries import nobody_yet
from blog.articles import choosing, paging
from blog.comments import queries as comments
from blog.page_cache.making import keep
from blog.page_cache.versions import REPLIES
from blog.web.paging import asked_page
from blog.web.public import door

# The lead and the two beside it.
TOP_ARTICLES = 3


@door.get("/")
@keep(REPLIES, number="page")
def front() -> str:
    page = paging.front_page(asked_page())
    bands = choosing.bands(besides=page.items[:TOP_ARTICLES]) if page.page == 1 else []
    return render_template(
        "public/front.html",
        page=page,
        bands=bands,
        most_discussed=comments.most_discussed() if page.page == 1 else [],
        comment_counts=comments.approved_counts(chain(page.items, *bands)),
        # On an empty site: whether to say how the first account is made.
        nobody_yet=not page.total and nobody_yet(),
    )
