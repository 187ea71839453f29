"""The archive: years, their months, and all articles of a month."""

from itertools import groupby

from flask import abort, render_template

from blog.articles import queries as articles
from blog.articles.models import Article
from blog.page_cache.making import keep
from blog.web.public import door
from blog.web.template_helpers import day


@door.get("/archive/")
@keep()
def archive() -> str:
    return _years(articles.months())


@door.get("/archive/<int(fixed_digits=4):year>/")
@keep()
def archive_year(year: int) -> str:
    months = [(month, count) for month, count in articles.months() if month // 100 == year]
    if not months:
        abort(404)
    return _years(months, year)


@door.get("/archive/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/")
@keep()
def archive_month(year: int, month: int) -> str:
    news = articles.published_in(year * 100 + month)
    if not news:
        abort(404)
    return render_template("public/archive_month.html", month=year * 100 + month, days=_days(news))


def _days(news: list[Article]) -> list[tuple[str, list[Article]]]:
    """The articles of each day, days and articles newest first."""
    dated = [(day(article.published_at), article) for article in news if article.published_at]
    return [(name, [article for _, article in group]) for name, group in groupby(dated, key=lambda pair: pair[0])]


def _years(months: list[tuple[int, int]], year: int | None = None) -> str:
    counts = dict(months)
    years = sorted({month // 100 for month in counts}, reverse=True)
    return render_template("public/archive.html", years=years, counts=counts, year=year)
