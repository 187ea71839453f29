"""Readers' pages from memory, right by construction.

A page is kept with the marks of what it was made of, read before it was made, and with the moment at which it changes
by itself. It is served only while the marks are the present ones and that moment has not come: so it can be made
needlessly anew, but it is never stale, whichever process, machine or person has written.
"""

from flask import Flask, current_app

from blog.page_cache import making
from blog.page_cache.middleware import PageCache, WriteLog
from blog.page_cache.versions import Versions
from blog.tools.database import db

_MB = 1024 * 1024


def init_app(app: Flask, write_log: WriteLog) -> None:
    """Put the cache in front of `app`; `write_log` is told of each answer that Flask never hears of."""
    with app.app_context():
        versions = Versions(db.engine)
    app.after_request(making.settle)
    room = app.config["PAGE_CACHE_MB"] * _MB
    app.extensions["versions"] = versions
    app.extensions["page_cache"] = app.wsgi_app = PageCache(app, versions, room, write_log)  # type: ignore[method-assign]


def let_go() -> None:
    """Close all that the present app has open of the database, and forget all pages."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    # After the others: what it lets go of would take SQLite's locks away from them.
    current_app.extensions["page_cache"].clear()
