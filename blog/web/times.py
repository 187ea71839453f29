"""How templates write times, in the site's time zone."""

from calendar import month_name
from datetime import datetime

from flask import Flask

from blog.tools.clock import local, now

# By their numbers. Formatting looks up the locale each time.
MONTHS = tuple(month_name)


def init_app(app: Flask) -> None:
    """Give the filters to the templates of `app`."""
    filters = (iso, clock, day, weekday, day_and_clock, date_and_clock, short_when, brief_when, month, until_when)
    app.jinja_env.filters.update({function.__name__: function for function in filters})


def iso(moment: datetime) -> str:
    """For `<time datetime>`."""
    return local(moment).isoformat(timespec="seconds")


def clock(moment: datetime) -> str:
    """14:32"""
    there = local(moment)
    return f"{there.hour:02}:{there.minute:02}"


def day(moment: datetime) -> str:
    """31 August 2026"""
    there = local(moment)
    return f"{there.day} {MONTHS[there.month]} {there.year}"


def weekday(moment: datetime) -> str:
    """Monday 31 August 2026"""
    return f"{local(moment):%A} {day(moment)}"


def day_and_clock(moment: datetime) -> str:
    """31 August 2026, 14:32"""
    return f"{day(moment)}, {clock(moment)}"


def date_and_clock(moment: datetime) -> str:
    """31 August, 14:32: where the year goes without saying."""
    return f"{local(moment).day} {local(moment):%B}, {clock(moment)}"


def short_when(moment: datetime) -> str:
    """14:32 today, 29 August this year, 29 August 2025 before."""
    there, here = local(moment), local(now())
    if there.date() == here.date():
        return f"{there:%H:%M}"
    named = f"{there.day} {MONTHS[there.month]}"
    return named if there.year == here.year else f"{named} {there.year}"


def brief_when(moment: datetime) -> str:
    """14:32 today, 29 Aug this year, Aug 2025 before: for narrow columns."""
    there, here = local(moment), local(now())
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return f"{there.day} {there:%b}" if there.year == here.year else f"{there:%b %Y}"


def until_when(moment: datetime) -> str:
    """16:05 today, 08:00 tomorrow, 25 November, 14:32 after that."""
    days = (local(moment).date() - local(now()).date()).days
    return f"{clock(moment)} {('today', 'tomorrow')[days]}" if days in (0, 1) else date_and_clock(moment)


def month(number: int) -> str:
    """August 2026, of 202608"""
    return f"{MONTHS[number % 100]} {number // 100}"
