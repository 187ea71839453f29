"""Samira at her desk."""

import pytest

from blog.accounts.models import User
from tests.pages import Client, sign_in


@pytest.fixture
def desk(client: Client, author: User) -> Client:
    """The browser of Samira Rostami, signed in."""
    sign_in(client, author)
    return client
