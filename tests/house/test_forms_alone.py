"""Every page takes forms as browsers send them, and answers whatever else comes with a sentence."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from blog.web.sizes import FILE_FIELDS
from tests.house.addresses import address_of, belongings_of
from tests.newsroom import Newsroom
from tests.pages import Client, Page, sign_in

# No page looks into the database for this.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

JSON = "application/json"
NO_FORMS = [
    (JSON, b'{"comment": 5, "headline": 5, "email": 5, "name": 5}'),
    (JSON, b"[1, 2]"),
    (JSON, rb'{"comment": "\ud800", "headline": "\ud800", "article": "\ud800"}'),
    ("application/problem+json", b"{"),
    ("text/plain", b"comment=Hello"),
]


def test_what_is_no_form_is_refused_by_every_page_that_takes_one(
    app: Flask, client: Client, newsroom: Newsroom
) -> None:
    sign_in(client, newsroom.admin)
    paths = _paths(app, newsroom)
    answers = {path: _post(client, path, data=b"[1, 2]", content_type=JSON).status_code for path in paths}
    assert set(answers.values()) <= {404, 415}, answers
    assert list(answers.values()).count(415) > 30
    for path in ("/comments", "/comments/mine", "/desk/articles/new", "/desk/profile", "/login"):
        for kind, body in NO_FORMS:
            page = Page(_post(client, path, data=body, content_type=kind))
            assert (page.status, page.heading) == (415, "This page accepts only forms"), (path, body)


def test_no_page_takes_a_file_for_text(app: Flask, client: Client, newsroom: Newsroom) -> None:
    sign_in(client, newsroom.admin)
    for path in _paths(app, newsroom):
        for name in ("comment", "email", "headline"):
            answer = _post(client, path, data={name: (io.BytesIO(b"words"), "words.txt")})
            assert answer.status_code in (400, 404), (path, name)


def test_the_fields_that_take_files_are_known(app: Flask) -> None:
    fields = [(name, field) for form in _forms(FlaskForm) for name, field in vars(form).items()]
    files = {name for name, field in fields if isinstance(field, UnboundField) and field.field_class is FileField}
    assert files == FILE_FIELDS


def _paths(app: Flask, newsroom: Newsroom) -> list[str]:
    """The address of every page that may be posted to."""
    belongings = belongings_of(newsroom.admin)
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    return [address_of(rule, newsroom, belongings) for rule in rules]


def _post(client: Client, path: str, **sent: Any) -> TestResponse:
    return client.post(path, headers={"Sec-Fetch-Site": "same-origin"}, **sent)


def _forms(form: type[FlaskForm]) -> Iterator[type[FlaskForm]]:
    yield form
    for one in form.__subclasses__():
        yield from _forms(one)
