"""Looking at the site changes nothing, whoever looks at whatever, on either database."""

from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.models import StaffSession, User
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_session
from tests.house.addresses import address_of, belongings_of
from tests.newsroom import Newsroom
from tests.pages import Client, sign_in
from tests.tables import dump

# When somebody was last here is all that a visit leaves behind.
SEEN = "staff_sessions.seen_at"


@pytest.mark.parametrize("visitor", ["nobody", "author", "admin"])
def test_reading_changes_nothing(app: Flask, client: Client, newsroom: Newsroom, visitor: str) -> None:
    owner: User = newsroom.author if visitor == "author" else newsroom.admin
    make_session(owner, seen_at=now() - timedelta(days=30))
    if visitor != "nobody":
        sign_in(client, owner)
    belongings = belongings_of(owner)
    # Long enough ago to be noted anew.
    for row in db.session.query(StaffSession):
        row.seen_at -= timedelta(minutes=5)
    before = dump(SEEN)
    routes = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    addresses = [address_of(rule, newsroom, belongings) for rule in routes]
    for address in (*addresses, *newsroom.own_paths):
        shown = client.get(address)
        asked = client.head(address)
        assert (asked.status_code, asked.location) == (shown.status_code, shown.location), address
        client.options(address)
    assert dump(SEEN) == before


def test_what_is_compared_would_show_a_change(newsroom: Newsroom) -> None:
    before = dump(SEEN)
    newsroom.draft.standfirst = "Another."
    assert dump(SEEN) != before
