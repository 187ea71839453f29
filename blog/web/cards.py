"""Articles in lists as markup. Each is made once and remembered: from page to page most are the same."""

from datetime import date
from functools import lru_cache

from flask import current_app
from jinja2.runtime import Macro
from markupsafe import Markup

from blog.articles.listing import Card
from blog.tools.clock import local, now

# A kilobyte each, in each process.
REMEMBERED = 2_000

# What a template says beside the article: level of the headline, kind of picture, place in the page.
Options = tuple[tuple[str, object], ...]


def card(article: Card, kind: str = "", **options: object) -> Markup:
    """The card of `article`, as the macro in macros/card.html makes it."""
    # That of this app, which knows the site's time zone.
    macro: Macro = current_app.jinja_env.get_template("macros/card.html").module.card  # type: ignore[attr-defined]
    return remembered(macro, article, kind, tuple(options.items()), local(now()).date())


@lru_cache(maxsize=REMEMBERED)
def remembered(macro: Macro, article: Card, kind: str, options: Options, _today: date) -> Markup:
    """What `macro` makes of a card; it tells times of today in another way than those before."""
    return Markup(macro(article, kind, **dict(options)))  # noqa: S704  from a template
