"""Every route lets in those that the access table names, and nobody else."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

from blog.accounts.models import User
from blog.media.models import Picture
from blog.tools.database import db
from blog.web.static_files import static_url
from tests.house.access import TABLE
from tests.newsroom import Newsroom
from tests.pages import Client, Page, sign_in

VISITORS: dict[str, Callable[[Newsroom], User | None]] = {
    "nobody": lambda newsroom: None,
    "author": lambda newsroom: newsroom.author,
    "other author": lambda newsroom: newsroom.other_author,
    "admin": lambda newsroom: newsroom.admin,
    "admin, an hour later": lambda newsroom: newsroom.admin,
}
# What an address must say besides, or there would be nothing there.
QUERIES = {"admin.removal": {"status": "trash", "all": 1}, "public.saved_details": {"article": 1}}
ROWS = [tuple(line.split()) for line in TABLE.splitlines() if line and not line.startswith("#")]


def test_the_table_names_every_route_and_method(app: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    rows = [(method, rule) for method, rule, *_ in ROWS]
    assert routes - set(rows) == set(), "routes that no line of the table names"
    assert set(rows) - routes == set(), "lines for what is not there"
    assert len(rows) == len(set(rows)), "a line stands twice"


@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_gets_what_the_table_says(app: Flask, client: Client, newsroom: Newsroom, visitor: str) -> None:
    user = VISITORS[visitor](newsroom)
    token = ""
    if user is not None:
        page = sign_in(client, user)
        token = page.all("input", name="csrf_token")[0].attributes["value"]
    if visitor == "admin, an hour later":
        with client.session_transaction("/desk/") as session:
            session["fs_paa"] = time.time() - 3600
    column = list(VISITORS).index(visitor)
    addresses = {rule.rule: _address(rule.endpoint, rule.arguments, newsroom) for rule in app.url_map.iter_rules()}

    got = {}
    for method, rule, *_ in ROWS:
        data = {"csrf_token": token} if method == "POST" else None
        answer = client.open(addresses[rule], method=method, data=data, headers={"Sec-Fetch-Site": "same-origin"})
        got[method, rule] = _outcome(answer)
    assert got == {(method, rule): cells[column] for method, rule, *cells in ROWS}


def _address(endpoint: str, arguments: set[str], newsroom: Newsroom) -> str:
    """The address of a route, about something that is there."""
    month = newsroom.article.published_month or 0
    picture = db.session.query(Picture).order_by(Picture.id).first()
    assert picture
    values: dict[str, Any] = {
        "year": month // 100,
        "month": month % 100,
        "slug": {"public.tag": "iraq", "public.author": newsroom.author.slug}.get(endpoint, newsroom.article.slug),
        "article_id": newsroom.article.id if endpoint == "desk.withdrawal" else newsroom.draft.id,
        "comment_id": newsroom.comment.id,
        "user_id": newsroom.other_author.id,
        "name": picture.name,
        "width": picture.width,
        "token": "forged",
    }
    if endpoint == "static":
        return static_url("favicon.svg")
    query = QUERIES.get(endpoint, {})
    return url_for(endpoint, **{name: values[name] for name in arguments}, **query)


def _outcome(answer: TestResponse) -> str:
    place = (answer.location or "").partition("?")[0]
    if answer.status_code == 401 or (place == "/login" and answer.request.path not in ("/logout", "/login")):
        return "login"
    if place == "/verify" or (answer.status_code == 403 and Page(answer).all("a", href="/verify")):
        return "verify"
    return str(answer.status_code)
