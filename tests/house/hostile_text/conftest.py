"""The texts, and somebody of the newsroom who types them."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.tools.database import db
from tests.hostile import SIGNS, STRINGS
from tests.pages import Client, let_in

# Where the database and the rules for single characters are all that is asked.
PLAIN = [one for strings in SIGNS.values() for one in strings]


@pytest.fixture
def strings(app: Flask) -> list[str]:
    """All of them; for the other database those that a database could stumble over."""
    return STRINGS if db.engine.dialect.name == "sqlite" else PLAIN[::2]


@pytest.fixture
def desk(client: Client, author: User) -> Client:
    let_in(client, author)
    return client


@pytest.fixture
def token(desk: Client) -> str:
    return desk.page("/desk/profile").all("input", name="csrf_token")[0].get("value")
