"""What pages and a reply cost when they are made anew: `python -m tests.bench.rendering FOLDER` tells it as JSON.

In a process of its own, through the app below the page cache and without a server; milliseconds of processor time.
"""

import io
import json
import os
import statistics
import sys
import time
from contextlib import redirect_stdout
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

WARM, TIMES = 5, 40
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
    """Print what each page and a reply cost, median of many."""
    settings = {INSTANCE_VARIABLE: instance, "DEMO": "0", "BLOG_REPLY_SECONDS": "0", "BLOG_REPLIES_AN_HOUR": "0"}
    os.environ.update(settings)
    # What is said at the end stands alone on the standard output, without the log of requests.
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        app = create_app()
        costs = _costs(app, Path(instance))
        app.extensions["access_log"].write_out()
    print(json.dumps(costs))


def _costs(app: Flask, instance: Path) -> dict[str, float]:
    application = app.extensions["page_cache"].site
    with app.app_context():
        visitors = Visitors(instance, stamping.page_stamp())
    costs = {}
    for name, path in pages(visitors).items():
        costs[name] = cost([call(application, path) for _ in range(WARM + TIMES)])
        costs[name + WHOLLY] = cost([_wholly_anew(app, path) for _ in range(WARM + TIMES)])
    before = visitors.published()
    replies = [visitors.reply(place) for place in visitors.places[: WARM + TIMES]]
    costs["reply"] = cost([call(application, "/comments", reply, 303) for reply in replies])
    if visitors.published() - before < len(replies):
        raise Unexpected("a reply was held")
    return costs


def _wholly_anew(app: Flask, path: str) -> float:
    """Milliseconds that a page takes when nothing of it is remembered, as after a start."""
    app.extensions.pop("fragments", None)
    discussion.remembered.cache_clear()
    cards.remembered.cache_clear()
    return call(app.extensions["page_cache"].site, path)


def cost(times: list[float]) -> float:
    """The median of `times`, without the first ones."""
    return statistics.median(times[WARM:])


if __name__ == "__main__":
    main(sys.argv[1])
