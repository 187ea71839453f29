"""What every template can use: the site, times in its zone, addresses of pages, what each public page shows."""

from datetime import datetime

from flask import Flask, current_app, url_for
from jinja2 import StrictUndefined

from blog.accounts.models import User
from blog.articles import queries as articles
from blog.articles.models import Article
from blog.articles.queries import BareArticle
from blog.comments import posting, queue
from blog.comments.models import PENDING
from blog.media import addresses
from blog.tools import mail
from blog.tools.clock import local, now
from blog.tools.scripts import text_language
from blog.web.shell import latest, page_footer, page_header, sections

# An update so soon after publication is part of publishing.
UPDATE_SHOWN_AFTER_SECONDS = 300


def init_app(app: Flask) -> None:
    """Give the helpers to the templates of `app`."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        article_url=article_url,
        author_url=author_url,
        absolute=absolute,
        file_address=addresses.file_address,
        srcset=addresses.srcset,
        middle_address=addresses.middle_address,
        initial=initial,
        now=now,
        was_updated=was_updated,
        ticker=articles.ticker,
        sections=sections,
        latest=latest,
        public_count=articles.public_count,
        related=articles.related,
        page_header=page_header,
        page_footer=page_footer,
        may_change=posting.may_change,
        waiting_comments=waiting_comments,
        text_language=text_language,
        mail_configured=mail.is_configured,
    )
    app.jinja_env.filters.update(
        iso=iso,
        clock=clock,
        day=day,
        weekday=weekday,
        day_and_clock=day_and_clock,
        date_and_clock=date_and_clock,
        short_when=short_when,
        brief_when=brief_when,
        month=month,
        until_when=until_when,
        grouped=grouped,
    )


def article_url(article: Article | BareArticle, **query: str | int) -> str:
    """Path of the public page of an article that has been, or will be, published."""
    year, number = divmod(article.published_month or 0, 100)
    return url_for("public.article", year=year, month=number, slug=article.slug, **query)  # type: ignore[arg-type]


def author_url(author: User) -> str:
    """Path of the public page of `author`."""
    return url_for("public.author", slug=author.slug)


def absolute(path: str) -> str:
    """`path` on the site's own address, whatever host the request named."""
    return str(current_app.config["SITE_URL"]) + path


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
    return queue.counts()[PENDING]


def iso(moment: datetime) -> str:
    """For `<time datetime>`."""
    return local(moment).isoformat(timespec="seconds")


def clock(moment: datetime) -> str:
    """14:32"""
    return f"{local(moment):%H:%M}"


def day(moment: datetime) -> str:
    """31 August 2026"""
    moment = local(moment)
    return f"{moment.day} {moment:%B %Y}"


def weekday(moment: datetime) -> str:
    """Friday 31 August 2026"""
    return f"{local(moment):%A} {day(moment)}"


def day_and_clock(moment: datetime) -> str:
    """31 August 2026, 14:32"""
    return f"{day(moment)}, {clock(moment)}"


def date_and_clock(moment: datetime) -> str:
    """31 August, 14:32: for what is never a year old."""
    return f"{local(moment).day} {local(moment):%B}, {clock(moment)}"


def short_when(moment: datetime) -> str:
    """14:32 today, 29 August this year, 29 August 2025 before."""
    there, here = local(moment), local(now())
    if there.date() == here.date():
        return clock(moment)
    return f"{there.day} {there:%B}" if there.year == here.year else day(moment)


def brief_when(moment: datetime) -> str:
    """14:32 today, 29 Aug this year, Aug 2025 before: for narrow columns."""
    there, here = local(moment), local(now())
    if there.date() == here.date():
        return clock(moment)
    return f"{there.day} {there:%b}" if there.year == here.year else f"{there:%b %Y}"


def until_when(moment: datetime) -> str:
    """16:05 today, 08:00 tomorrow, 25 November, 14:32 after that."""
    days = (local(moment).date() - local(now()).date()).days
    return f"{clock(moment)} {('today', 'tomorrow')[days]}" if days in (0, 1) else date_and_clock(moment)


def grouped(number: int) -> str:
    """1,234"""
    return f"{number:,}"


def month(number: int) -> str:
    """August 2026, of 202608"""
    return f"{datetime(number // 100, number % 100, 1):%B %Y}"  # noqa: DTZ001  a name, not a moment
