"""Every route lets in those that the access table names, and nobody else."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blog.accounts.factors import requiring
from blog.accounts.models import ADMIN, User
from tests.factories import PASSWORD, make_app
from tests.house.access import TABLE
from tests.house.addresses import address_of, belongings_of
from tests.newsroom import Newsroom
from tests.pages import Client, Page, sign_in

VISITORS: dict[str, Callable[[Newsroom], User | None]] = {
    "nobody": lambda newsroom: None,
    "author": lambda newsroom: newsroom.author,
    "other author": lambda newsroom: newsroom.other_author,
    "admin": lambda newsroom: newsroom.admin,
    "admin, an hour later": lambda newsroom: newsroom.admin,
}
# What belongs to somebody, as addresses name it.
OWNED = {"article_id", "passkey_id", "session_id", "user_id"}
SECOND_STEP = ("/login/code", "/login/passkey", "/login/recovery")
ROWS = [tuple(line.split()) for line in TABLE.splitlines() if line and not line.startswith("#")]


def test_the_table_names_every_route_and_method(app: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    rows = [(method, rule, whose) for method, rule, whose, *_ in ROWS]
    named = {(method, rule) for method, rule, _ in rows}
    assert routes - named == set(), "routes that no line of the table names"
    assert named - routes == set(), "lines for what is not there"
    assert len(rows) == len(set(rows)), "a line stands twice"


def test_the_table_says_of_each_route_about_something_whose_it_is(app: Flask) -> None:
    owned = {rule.rule for rule in app.url_map.iter_rules() if rule.arguments & OWNED}
    assert {rule for _, rule, whose, *_ in ROWS if whose != "-"} == owned
    for method, rule, *_ in ROWS:
        owners = {whose for one, other, whose, *_ in ROWS if (one, other) == (method, rule)}
        assert owners in ({"-"}, {"other"}, {"author", "admin"}), f"{method} {rule}"


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
    got = _walk(app, client, newsroom, token, ROWS)
    assert got == {(method, rule, whose): cells[column] for method, rule, whose, *cells in ROWS}


def test_the_password_alone_opens_nothing_to_who_has_a_second_factor(
    app: Flask, client: Client, newsroom: Newsroom
) -> None:
    make_app(newsroom.admin)
    page = client.submit(client.page("/login"), "Sign in", email=newsroom.admin.email, password=PASSWORD)
    assert page.path == "/login/code"
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    rows = [row for row in ROWS if row[1] not in SECOND_STEP]
    got = _walk(app, client, newsroom, token, rows)
    assert {got[place] for place in got if place[1].startswith(("/desk", "/admin"))} == {"login"}
    # Otherwise as nobody, but with a session and so with its token.
    expected = {(method, rule, whose): cells[0] for method, rule, whose, *cells in rows}
    assert {place for place in expected if got[place] != expected[place] != "400"} == set()


def test_who_needs_a_second_factor_gets_to_setting_one_up_and_to_nothing_else_of_the_newsroom(
    app: Flask, client: Client, newsroom: Newsroom
) -> None:
    requiring.require_of([ADMIN])
    page = sign_in(client, newsroom.admin)
    assert page.path == "/desk/factors"
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    inside = [row for row in ROWS if row[1].startswith(("/desk", "/admin"))]
    got = _walk(app, client, newsroom, token, inside, with_factors=False)
    shut = {place for place, answer in got.items() if answer == "two-step"}
    assert shut == {(method, rule, whose) for method, rule, whose, *_ in inside if not rule.startswith("/desk/factors")}


def _walk(
    app: Flask, client: Client, newsroom: Newsroom, token: str, rows: list[tuple[str, ...]], with_factors: bool = True
) -> dict[tuple[str, ...], str]:
    """What each of these rows of the table answers, by method, route and owner."""
    rules = {rule.rule: rule for rule in app.url_map.iter_rules()}
    owners = {"author": newsroom.author, "other": newsroom.other_author, "admin": newsroom.admin}
    belongings = {"-": {}, **{whose: belongings_of(owner) for whose, owner in owners.items()}}
    if not with_factors:
        requiring.remove_all(newsroom.admin)
    got = {}
    for method, rule, whose, *_ in rows:
        address = address_of(rules[rule], newsroom, belongings[whose])
        data = {"csrf_token": token} if method == "POST" else None
        answer = client.open(address, method=method, data=data, headers={"Sec-Fetch-Site": "same-origin"})
        got[method, rule, whose] = _outcome(answer)
    return got


def _outcome(answer: TestResponse) -> str:
    place = (answer.location or "").partition("?")[0]
    if answer.status_code == 401 or (place == "/login" and answer.request.path not in ("/logout", "/login")):
        return "login"
    if place == "/desk/factors" and answer.status_code == 302:
        return "two-step"
    if answer.status_code == 403 and Page(answer).all("a", href="/desk/factors"):
        return "two-step"
    if place == "/verify" or (answer.status_code == 403 and Page(answer).all("a", href="/verify")):
        return "verify"
    return str(answer.status_code)
