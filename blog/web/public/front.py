"""The front page and the older pages behind it."""

from collections import Counter

from flask import render_template

from blog.accounts.queries import nobody_yet
from blog.articles import choosing, paging
from blog.articles.listing import Headline
from blog.comments import queries as comments
from blog.page_cache.making import keep
from blog.page_cache.versions import REPLIES
from blog.web.fragments import fragment
from blog.web.paging import asked_page
from blog.web.public import door

# The lead and the two beside it.
TOP_ARTICLES = 3
DISCUSSED = 4


@door.get("/")
@keep(REPLIES, number="page")
def front() -> str:
    number = asked_page()
    page = fragment(("front", number), lambda: paging.front_page(number))
    is_first = number == 1
    # All that is on the first page is among the newest.
    counts = comments.approved_counts_of_newest() if is_first else comments.approved_counts(page.items)
    return render_template(
        "public/front.html",
        page=page,
        bands=fragment("bands", lambda: choosing.bands(page.items[:TOP_ARTICLES])) if is_first else [],
        most_discussed=_most_discussed(counts) if is_first else [],
        comment_counts=counts,
        # On an empty site: whether to say how the first account is made.
        nobody_yet=not page.total and nobody_yet(),
    )


def _most_discussed(counts: Counter[int]) -> list[tuple[Headline, int]]:
    """The newest articles with the most comments, most first, with their number."""
    headlines = fragment("newest headlines", choosing.newest_headlines)
    return [(headlines[one], count) for one, count in counts.most_common(DISCUSSED) if count and one in headlines]
