"""Answers for those who have come too often."""

from flask import Response


def too_often(page: Response, seconds: int) -> Response:
    """`page` as the answer for somebody who has come too often, and may come again after so many seconds."""
    page.status_code = 429
    page.headers["Retry-After"] = str(seconds)
    return page
