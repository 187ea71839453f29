"""When somebody else saved the article, or deleted it, while this author was writing: both texts, nothing lost."""

from flask import Response, make_response, render_template, url_for
from wtforms import BooleanField, Field

from blog.articles.models import Article
from blog.web.desk.forms import TEXTS, ArticleForm
from blog.web.desk.lead import chosen_lead
from blog.web.forms import Moment
from blog.web.kept import others, show_kept
from blog.web.times import day_and_clock

# What the button for a new draft sends.
COPY = "copy"

DELETED = "This article has been deleted. Your text is below: save it as a new draft, or copy it"

# What may differ beside the text; the lead picture is shown by itself.
_SETTINGS = ("slug", "ticker", "ticker_until", "ticker_line", "comments_open")


def show_conflict(article: Article, theirs: ArticleForm, mine: ArticleForm) -> Response:
    """409: `article` as it is now beside what is in `mine`, with ways to go on from either.

    `theirs` is the form that holds the article as it is now.
    """
    differing = [name for name in _SETTINGS if said_in(mine[name]) != said_in(theirs[name])]
    lead = chosen_lead(mine)
    # What a picture that came with the form has changed there when it was stored.
    changed = {name: mine[name].data for name in ("lead", *(f"shown_{text}" for text in TEXTS))}
    if lead != article.lead_picture:
        del changed["lead"]  # The page has a choice instead.
    page = render_template(
        "desk/conflict.html",
        article=article,
        theirs=theirs,
        form=mine,
        differing=differing,
        said_in=said_in,
        lead=lead,
        others=[
            *others("act", "rev", "lead", *changed, *differing),
            *changed.items(),
            ("rev", str(article.revision)),
        ],
        copy=COPY,
    )
    return make_response(page, 409)


def said_in(field: Field) -> str:
    """What `field` holds, in words."""
    if isinstance(field, BooleanField):
        return "yes" if field.data else "no"
    if isinstance(field, Moment) and field.data:
        return day_and_clock(field.data)
    return field.data or "nothing"


def show_deleted() -> Response:
    """404, with the text as it was typed."""
    return show_kept(DELETED, 404, url_for("desk.create_article", act=COPY), "Save as a new draft")
