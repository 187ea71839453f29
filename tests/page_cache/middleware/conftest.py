"""An article, and a list of what Flask is asked for."""

import contextvars
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask
from werkzeug.test import Client as Browser
from werkzeug.test import TestResponse

from blog.articles.models import Article
from tests.factories import make_article


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article(body="From #Iraq.")


@pytest.fixture
def made(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Flask was asked for, as it was asked for them."""
    asked: list[str] = []
    cache = app.extensions["page_cache"]
    site = cache.site

    def watched(environ: dict[str, str], start_response: object) -> object:
        asked.append(environ["PATH_INFO"] + ("?" if environ["QUERY_STRING"] else "") + environ["QUERY_STRING"])
        return site(environ, start_response)

    monkeypatch.setattr(cache, "site", watched)
    return asked


def ask(app: WSGIApplication, path: str) -> TestResponse:
    return contextvars.Context().run(Browser(app, use_cookies=False).get, path)
