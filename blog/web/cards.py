"""Articles in lists as markup. Each is made once and remembered: from page to page most are the same."""

from datetime import date
from functools import lru_cache

from jinja2.runtime import Macro
from markupsafe import Markup

from blog.articles.listing import Card, Headline
from blog.tools.clock import local, now
from blog.web.macros import macro

# A kilobyte each, in each process.
REMEMBERED = 2_000

# What a template says beside the article: level of the headline, kind of picture, place in the page.
Option = tuple[str, object]


def card(article: Card, kind: str = "", **options: object) -> Markup:
    """The card of `article`, as the macro in macros/card.html makes it."""
    return remembered(
        macro("macros/card.html", "card"), article, ("kind", kind), *options.items(), today=local(now()).date()
    )


def line(article: Headline) -> Markup:
    """The line of `article` in a list of one day, as the macro in macros/card.html makes it."""
    return remembered(macro("macros/card.html", "line"), article)


@lru_cache(maxsize=REMEMBERED)
def remembered(made_by: Macro, article: Card | Headline, *options: Option, today: date | None = None) -> Markup:
    """What a macro makes of an article; a card tells times of `today` in another way than those before."""
    return Markup(made_by(article, **dict(options)))  # noqa: S704  from a template
