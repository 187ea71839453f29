"""Times: stored in UTC, shown and typed in the site's own time zone."""

from datetime import UTC, datetime

from flask import current_app


def now() -> datetime:
    """This moment in UTC, with its time zone."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """`moment` on the clocks of the site's time zone."""
    return moment.astimezone(current_app.config["ZONE"])


def from_local(typed: datetime) -> datetime:
    """The moment in UTC that a person meant who typed `typed` (no zone) in the site's time zone.

    In the hour that clocks repeat in autumn, the first of the two is meant, unless the second alone is to come.
    """
    there = typed.replace(tzinfo=current_app.config["ZONE"])
    first, second = there.astimezone(UTC), there.replace(fold=1).astimezone(UTC)
    return second if first <= now() < second else first


def zone_name(moment: datetime | None) -> str:
    """The site's time zone, to stand beside `moment`: "Tehran time (UTC+03:30)"; beside none yet, "Tehran time"."""
    zone = str(current_app.config["ZONE"])
    if zone == "UTC":
        return zone
    name = f"{zone.rpartition('/')[2].replace('_', ' ')} time"
    if moment is None:
        return name
    offset = f"{local(moment):%z}"
    return f"{name} (UTC{offset[:3]}:{offset[3:5]})"
