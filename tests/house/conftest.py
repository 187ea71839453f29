"""What the rules of the house are held against."""

import pytest
from flask import Flask

from blog.tools.database import db
from tests.newsroom import Newsroom, stock


@pytest.fixture
def newsroom(app: Flask) -> Newsroom:
    """A small newsroom with something of every kind."""
    newsroom = stock()
    db.session.commit()
    return newsroom
