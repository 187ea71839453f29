"""A form of the newsroom is taken with the token of the session that it was shown in, and with no other."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_session
from tests.house.addresses import address_of, belongings_of
from tests.newsroom import Newsroom
from tests.pages import Client, sign_in
from tests.tables import dump

DOORS = ("desk", "admin", "security")
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def token_of(client: Client, path: str = "/desk/profile") -> str:
    return client.page(path).all("input", name="csrf_token")[0].attributes["value"]


@pytest.mark.parametrize("visitor", ["nobody", "admin"])
def test_no_form_is_taken_without_the_token_of_its_session(
    app: Flask, client: Client, newsroom: Newsroom, visitor: str
) -> None:
    other = app.test_client()
    sign_in(other, newsroom.admin)
    foreign = [token_of(other), token_of(app.test_client(), "/login")]
    path, own_token = "/login", ""
    if visitor == "admin":
        own_token = token_of(client, "/login")
        sign_in(client, newsroom.admin)
        path = "/desk/profile"
    token_of(client, path)
    belongings = belongings_of(newsroom.admin)
    make_session(newsroom.admin)
    before = dump("staff_sessions.seen_at")
    walked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] not in DOORS or "POST" not in (rule.methods or ()):
            continue
        address = address_of(rule, newsroom, belongings)
        for token in (None, "", "x", "é\0", *foreign, own_token):
            data = {} if token is None else {"csrf_token": token}
            answer = FlaskClient.post(client, address, data=data, headers=SAME_ORIGIN)
            # The desk tells a stranger to sign in before it asks for anything else, and a page of signing in that is
            # from another session is shown anew.
            if rule.endpoint.startswith("security"):
                refused = 303 if token else 400
            else:
                refused = 401 if visitor == "nobody" else 400
            assert answer.status_code == refused, (address, token)
            walked += 1
    assert walked > 100
    assert dump("staff_sessions.seen_at") == before
