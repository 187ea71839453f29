"""Leila at the admins' desk."""

import pytest

from blog.accounts.models import User
from blog.articles.models import Article
from tests.factories import make_article
from tests.pages import Client, let_in


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    """A browser in which Leila is signed in."""
    let_in(client, admin)
    return client


@pytest.fixture
def article(admin: User) -> Article:
    """An article by Leila, for readers to comment on."""
    return make_article(author=admin)
