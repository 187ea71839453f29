"""How long to wait, in words and for programs."""

import math

from flask import Response


def spelled(seconds: int) -> str:
    """1 second, 60 seconds, 2 minutes, 60 minutes, 2 hours: rounded up, so that who waits so long is let in."""
    if seconds <= 60:
        number, unit = seconds, "second"
    elif seconds <= 3600:
        number, unit = math.ceil(seconds / 60), "minute"
    else:
        number, unit = math.ceil(seconds / 3600), "hour"
    return f"{number} {unit}{'' if number == 1 else 's'}"


def too_often(page: Response, seconds: int) -> Response:
    """`page` as the answer to who has come too often, and may come again after so many seconds."""
    page.status_code = 429
    page.headers["Retry-After"] = str(seconds)
    return page
