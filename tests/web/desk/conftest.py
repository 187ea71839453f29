"""Samira at her desk."""

import pytest

from blog.accounts.models import User
from tests.pages import Client, let_in


@pytest.fixture
def desk(client: Client, author: User) -> Client:
    """The browser of Samira Rostami, signed in."""
    let_in(client, author)
    return client
