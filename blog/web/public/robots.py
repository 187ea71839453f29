"""What search engines are asked to leave alone."""

from flask import Response

from blog.page_cache.making import keep
from blog.web.public import door

RULES = """User-agent: *
Disallow: /desk/
Disallow: /admin/
Disallow: /login
Disallow: /comments
Disallow: /report/
Disallow: /*?replyto=
Disallow: /*?pending=
"""


@door.get("/robots.txt")
@keep()
def robots() -> Response:
    """What crawlers may ask for."""
    return Response(RULES, mimetype="text/plain")
