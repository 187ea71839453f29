"""The site has one address, that of SITE_URL, whatever host and scheme a request names.

So a forged `Host`, `X-Forwarded-Host` or absolute request line is nowhere to be seen again: not in links, redirects and
mails, nor in what an extension takes for our own address when it judges where `next` leads.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask


def init_app(app: Flask) -> None:
    """Let `app` see every request as one to its own address."""
    site, answer = urlsplit(app.config["SITE_URL"]), app.wsgi_app

    def answer_at_site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["HTTP_HOST"], environ["wsgi.url_scheme"] = site.netloc, site.scheme
        return answer(environ, start_response)

    app.wsgi_app = answer_at_site  # type: ignore[method-assign]
