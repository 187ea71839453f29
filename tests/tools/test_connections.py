"""Every connection to SQLite is set up to lose nothing that was acknowledged."""

import pytest
from flask import Flask
from sqlalchemy import text

from blog.tools.database import db

# As SQLite says it.
FULL = 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_committed_outlives_a_loss_of_power(app: Flask) -> None:
    assert len(db.engines) > 1
    for engine in db.engines.values():
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA synchronous")) == FULL
