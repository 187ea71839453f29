"""How long to wait, in words and for programs."""

import math

from flask import Response


def spelled(seconds: int) -> str:
    """1 second, 60 seconds, 2 minutes: rounded up, so that who waits so long is let in."""
    number, unit = (seconds, "second") if seconds <= 60 else (math.ceil(seconds / 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def too_often(page: Response, seconds: int) -> Response:
    """`page` as the answer to who has come too often, and may come again after so many seconds."""
    page.status_code = 429
    page.headers["Retry-After"] = str(seconds)
    return page
