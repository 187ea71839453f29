"""Leila at the admins' desk."""

import pytest

from blog.accounts.models import User
from tests.pages import Client, let_in


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    """A browser in which Leila is signed in."""
    let_in(client, admin)
    return client
