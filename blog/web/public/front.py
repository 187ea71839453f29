"""The front page and the older pages behind it."""

from itertools import chain

from flask import render_template

from blog.accounts.queries import nobody_yet
from blog.articles import choosing, paging
from blog.comments import queries as comments
from blog.page_cache.making import keep
from blog.page_cache.versions import REPLIES
from blog.web.fragments import fragment, list_page
from blog.web.public import door

# The lead and the two beside it.
TOP_ARTICLES = 3
DISCUSSED = 4


@door.get("/")
@keep(REPLIES, number="page")
def front() -> str:
    """The newest articles, on the first page with the bands below them."""
    page = list_page(paging.front_page)
    is_first = page.page == 1
    bands = fragment("bands", lambda: choosing.bands(page.items[:TOP_ARTICLES])) if is_first else []
    newest = fragment("newest", choosing.newest_headlines) if is_first else {}
    # As a rule, all that is on the first page is among the newest.
    counts = comments.approved_counts(chain(newest.values(), page.items, *bands))
    return render_template(
        "public/front.html",
        page=page,
        bands=bands,
        most_discussed=[
            (newest[one], count) for one, count in counts.most_common(DISCUSSED) if count and one in newest
        ],
        comment_counts=counts,
        # On an empty site: whether to say how the first account is made.
        nobody_yet=not page.total and nobody_yet(),
    )
