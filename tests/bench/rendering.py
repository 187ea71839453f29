"""What pages and a reply cost when they are made anew: `python -m tests.bench.rendering FOLDER` tells it when asked.

In a process of its own, through the app below the page cache and without a server; milliseconds of processor time.
"""

import io
import itertools
import json
import os
import statistics
import sys
import time
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.test import run_wsgi_app

from blog import create_app
from blog.comments.spam import stamping
from blog.settings import INSTANCE_VARIABLE
from blog.web import cards
from blog.web.public import discussion
from tests.bench.exchange import Unexpected
from tests.bench.load import FORM
from tests.bench.visitors import Visitors, rows_of

# Calls each time that a page is asked for; the first ones do not count.
WARM, TIMES = 2, 10
REPLY = "reply"
# Behind the name of a page: made without any fragment that was made before.
WHOLLY = ", wholly"
DEEP = 500
PER_PAGE = 20
LARGEST_TAG = "SELECT slug FROM tags JOIN article_tags ON tag_id = id GROUP BY id ORDER BY count(*) DESC LIMIT 1"
BUSIEST_AUTHOR = (
    "SELECT u.slug FROM users u JOIN articles ON author_id = u.id GROUP BY u.id ORDER BY count(*) DESC LIMIT 1"
)


def call(application: WSGIApplication, path: str, reply: str = "", expected: int = 200) -> float:
    """Milliseconds that a page takes, or the answer to a reply. Raises Unexpected if it has another status."""
    ip, _, form = reply.partition(" ")
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST" if reply else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(form)),
        "REMOTE_ADDR": ip or "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(form.encode()),
        "wsgi.errors": sys.stderr,
    }
    begun = time.process_time()
    _, status, _ = run_wsgi_app(application, environ)
    took = time.process_time() - begun
    if not status.startswith(str(expected)):
        raise Unexpected(f"{path} answered {status}, not {expected}")
    return 1000 * took


def pages(visitors: Visitors) -> dict[str, str]:
    """What is rendered, by its name: the paths."""
    ((articles,),) = rows_of(visitors.database, "SELECT count(*) FROM articles")
    ((tag,),) = rows_of(visitors.database, LARGEST_TAG)
    ((author,),) = rows_of(visitors.database, BUSIEST_AUTHOR)
    year, month = visitors.path_of("hundred").split("/")[1:3]
    found = {
        "article": visitors.path_of("hundred"),
        "front": "/",
        "tag": f"/tag/{tag}/",
        "author": f"/author/{author}/",
        "archive": "/archive/",
        "month": f"/archive/{year}/{month}/",
    }
    if int(str(articles)) >= DEEP * PER_PAGE:
        found["deep"] = f"/?page={DEEP}"
    return found


def main(instance: str) -> None:
    """Tell what can be made, as JSON; then, of each name on the standard input, what some calls of it cost."""
    settings = {INSTANCE_VARIABLE: instance, "DEMO": "0", "BLOG_REPLY_SECONDS": "0", "BLOG_REPLIES_AN_HOUR": "0"}
    os.environ.update(settings)
    told = sys.stdout
    # What is told stands alone on the standard output, without the log of requests.
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        app = create_app()
        with app.app_context():
            visitors = Visitors(Path(instance), stamping.page_stamp(article_id=1))
        making = Making(app, visitors)
        print(json.dumps(making.names), file=told, flush=True)
        for line in sys.stdin:
            print(json.dumps(statistics.median(making.times(line.strip())[WARM:])), file=told, flush=True)
        app.extensions["access_log"].write_out()


class Making:
    """Makes pages of one newsroom, and a reply, by their names."""

    def __init__(self, app: Flask, visitors: Visitors) -> None:
        self._app = app
        self._site: WSGIApplication = app.extensions["page_cache"].site
        self._visitors = visitors
        self._paths = pages(visitors)
        self._replies = map(visitors.reply, itertools.cycle(visitors.places))

    @property
    def names(self) -> list[str]:
        """Of all that can be made."""
        return [name + how for name in self._paths for how in ("", WHOLLY)] + [REPLY]

    def times(self, name: str) -> list[float]:
        """Milliseconds of some calls, one after the other. Raises Unexpected if a reply is held."""
        if name == REPLY:
            return self._reply()
        page, wholly, _ = name.partition(WHOLLY)
        make = self._wholly_anew if wholly else partial(call, self._site)
        return [make(self._paths[page]) for _ in range(WARM + TIMES)]

    def _reply(self) -> list[float]:
        before = self._visitors.published()
        replies = list(itertools.islice(self._replies, WARM + TIMES))
        times = [call(self._site, "/comments", reply, 303) for reply in replies]
        if self._visitors.published() - before < len(replies):
            raise Unexpected("a reply was held")
        return times

    def _wholly_anew(self, path: str) -> float:
        """Milliseconds that a page takes when nothing of it is remembered, as after a start."""
        self._app.extensions.pop("fragments", None)
        discussion.remembered.cache_clear()
        cards.remembered.cache_clear()
        return call(self._site, path)


if __name__ == "__main__":
    main(sys.argv[1])
