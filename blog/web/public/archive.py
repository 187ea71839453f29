"""The archive: years, their months, and all articles of a month."""

from itertools import groupby

from flask import abort, current_app, render_template
from markupsafe import Markup

from blog.articles import paging
from blog.articles.listing import Headline
from blog.page_cache.making import keep
from blog.web.fragments import fragment, list_page
from blog.web.public import door
from blog.web.times import day


@door.get("/archive/")
@keep()
def archive() -> str:
    """All years, with how many articles each month has."""
    return _page()


@door.get("/archive/<int(fixed_digits=4):year>/")
@keep()
def archive_year(year: int) -> str:
    """One year, with how many articles each month has."""
    return _page(year)


@door.get("/archive/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/")
@keep(number="page")
def archive_month(year: int, month: int) -> str:
    """The articles of a month by day, a page at a time."""
    page = list_page(paging.month_page, year * 100 + month)
    return render_template("public/archive_month.html", month=year * 100 + month, page=page, days=_days(page.items))


def _days(news: list[Headline]) -> list[tuple[str, list[Headline]]]:
    """The articles of each day, days and articles newest first."""
    # `clock.local` would look for it with every article, a twentieth of the time that the page takes.
    zone = current_app.config["ZONE"]
    days = groupby(news, key=lambda article: article.published_at.astimezone(zone).date())
    dated = [list(group) for _, group in days]
    return [(day(group[0].published_at), group) for group in dated]


def _page(year: int | None = None) -> str:
    years = fragment(("years", year), lambda: _years(year))
    return render_template("public/archive.html", years=years, year=year)


def _years(year: int | None) -> Markup:
    """All years, or the one, with their months. Aborts with 404 where nothing is in that one."""
    counts = {month: count for month, count in paging.months() if year in (None, month // 100)}
    if year is not None and not counts:
        abort(404)
    years = sorted({month // 100 for month in counts}, reverse=True)
    return Markup(render_template("public/_years.html", years=years, counts=counts, year=year))  # noqa: S704
