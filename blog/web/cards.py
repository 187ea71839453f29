"""Articles in lists as markup. Each is made once and remembered: from page to page most are the same."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from jinja2.runtime import Macro
from markupsafe import Markup

from blog.articles.listing import Card, Headline
from blog.tools.clock import local, now
from blog.web.macros import macro

# A kilobyte each, in each process.
REMEMBERED = 2_000

UNCOUNTED: Counter[int] = Counter()

# What a template says beside the article: level of the headline, kind of picture, place in the page.
Option = tuple[str, object]


def cards(
    articles: Iterable[Card], kind: str = "", comment_counts: Counter[int] = UNCOUNTED, **options: object
) -> Markup:
    """The cards of `articles`, as the macro in macros/card.html makes each."""
    made_by, today = macro("macros/card.html", "card"), local(now()).date()
    alike = (("kind", kind), *options.items())
    return _joined(
        remembered(made_by, article, ("comment_count", comment_counts[article.id]), *alike, today=today)
        for article in articles
    )


def lines(articles: Iterable[Headline]) -> Markup:
    """The lines of `articles` in a list of one day, as the macro in macros/card.html makes each."""
    made_by = macro("macros/card.html", "line")
    return _joined(remembered(made_by, article) for article in articles)


@lru_cache(maxsize=REMEMBERED)
def remembered(made_by: Macro, article: Card | Headline, *options: Option, today: date | None = None) -> Markup:
    """What a macro makes of an article; a card tells times of `today` in another way than those before."""
    return Markup(made_by(article, **dict(options)))  # noqa: S704  from a template


def _joined(items: Iterable[Markup]) -> Markup:
    return Markup("".join(items))  # noqa: S704  each from a template
