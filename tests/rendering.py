"""Pages as readers get them, and as Flask makes them without anything that is remembered."""

import contextvars
from typing import NamedTuple

from flask import Flask
from werkzeug.test import Client

from blog.tools.database import db
from blog.web import cards
from blog.web.public import discussion


class Answer(NamedTuple):
    """What a reader gets, as far as two readers must get the same."""

    status: int
    body: bytes


def read(app: Flask, path: str) -> Answer:
    """The answer to a reader, from memory where the page is there."""
    db.session.commit()
    return _ask(app, path)


def make_anew(app: Flask, path: str) -> Answer:
    """The answer to a reader, made from the database alone."""
    db.session.commit()
    app.extensions.pop("fragments", None)
    discussion.remembered.cache_clear()
    cards.remembered.cache_clear()
    return _ask(app.extensions["page_cache"].site, path)


def _ask(site: object, path: str) -> Answer:
    # A context of its own: in that of the test, the request would share its session and all else that it keeps.
    answer = contextvars.Context().run(Client(site, use_cookies=False).get, path)
    return Answer(answer.status_code, answer.get_data())
