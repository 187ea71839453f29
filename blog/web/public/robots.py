"""What search engines are asked to leave alone."""

from flask import Response

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
def robots() -> Response:
    return Response(RULES, mimetype="text/plain")
