"""Who is signed in where, and what is stored of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import StaffSession
from blog.tools.database import db
from tests.pages import Client

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture
def phone(app: Flask) -> Client:
    """Another browser."""
    return app.test_client()


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/articles").status_code == 200


def rows() -> list[StaffSession]:
    return list(db.session.scalars(select(StaffSession).order_by(StaffSession.id)))


def cookie(client: Client) -> str:
    found = client.get_cookie("session")
    assert found
    return found.value
