"""What every template can use: the site, addresses of pages, what each public page shows."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote, urlencode

import flask.templating
from flask import Flask, current_app
from jinja2 import StrictUndefined
from markupsafe import Markup

from blog.accounts.models import User
from blog.accounts.queries import Profile
from blog.articles import choosing
from blog.articles.choosing import TickerItem
from blog.articles.listing import Card, Headline
from blog.articles.models import Article
from blog.articles.queries import BareArticle, public_count, related
from blog.comments import queue, reconsidering
from blog.comments.models import PENDING
from blog.media import addresses
from blog.tools import mail
from blog.tools.clock import now
from blog.tools.scripts import text_language
from blog.web import times
from blog.web.cards import cards, lines
from blog.web.fragments import latest, page_footer, page_header, page_latest, sections

# An update so soon after publication is part of publishing.
UPDATE_SHOWN_AFTER_SECONDS = 300

RIGHT_TO_LEFT, EITHER_WAY = Markup('lang="fa" dir="rtl"'), Markup('dir="auto"')


class Environment(flask.templating.Environment):
    """Templates that share what is global as one dict."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template. By default they are a chain of dicts, gone through for each import of a macro."""
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Give the helpers to the templates of `app`."""
    app.jinja_environment = Environment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        article_url=article_url,
        author_url=author_url,
        tag_url=tag_url,
        absolute=absolute,
        file_address=addresses.file_address,
        srcset=addresses.srcset,
        middle_address=addresses.middle_address,
        initial=initial,
        now=now,
        was_updated=was_updated,
        ticker=choosing.ticker,
        sections=sections,
        latest=latest,
        public_count=public_count,
        related=related,
        page_header=page_header,
        page_footer=page_footer,
        page_latest=page_latest,
        may_change=reconsidering.may_change,
        waiting_comments=waiting_comments,
        month_url=month_url,
        mail_configured=mail.is_configured,
    )
    app.jinja_env.filters.update(set_in=set_in, set_as=set_as, grouped=grouped, cards=cards, lines=lines)
    times.init_app(app)


# Plain strings: a list has many addresses, and `url_for` takes ten times as long.
def article_url(article: Article | BareArticle | Card | Headline | TickerItem, **query: str | int) -> str:
    """Path of the public page of an article that has been, or will be, published."""
    year, number = divmod(article.published_month or 0, 100)
    path = f"/{year:04}/{number:02}/{article.slug}/"
    return f"{path}?{urlencode(query)}" if query else path


def author_url(author: User | Profile) -> str:
    """Path of the public page of `author`."""
    return f"/author/{author.slug}/"


def tag_url(slug: str) -> str:
    """Path of the public page of the tag with this slug."""
    return f"/tag/{quote(slug)}/"


def month_url(month: int) -> str:
    """Path of the page of a month in the archive, of 202608."""
    return f"/archive/{month // 100:04}/{month % 100:02}/"


def absolute(path: str) -> str:
    """`path` on the site's own address, whatever host the request named."""
    return str(current_app.config["SITE_URL"]) + path


def set_in(text: str) -> Markup:
    """In which language and direction `text` is set, as attributes of its element."""
    return set_as(text_language(text))


def set_as(language: str) -> Markup:
    """The same for a text of which `text_language` has been told already."""
    return RIGHT_TO_LEFT if language else EITHER_WAY


def grouped(number: int) -> str:
    """1,234"""
    return f"{number:,}"


def initial(name: str) -> str:
    """The letter of an avatar: the first letter or digit of `name`, upper case."""
    return next((character.upper() for character in name if character.isalnum()), "?")[:1]


def was_updated(article: Article) -> bool:
    """Whether readers should be told that the article has changed since its publication."""
    return (
        article.published_at is not None
        and (article.updated_at - article.published_at).total_seconds() > UPDATE_SHOWN_AFTER_SECONDS
    )


def waiting_comments() -> int:
    """How many comments wait for an admin."""
    return queue.count(queue.in_tab(PENDING))
