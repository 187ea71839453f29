"""Connections to SQLite lose nothing that was acknowledged; those to PostgreSQL notice when its machine is gone."""

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from blog.tools.database import APART, db
from tests.pages import Client

# As SQLite says it.
FULL = 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_committed_outlives_a_loss_of_power(app: Flask) -> None:
    assert len(db.engines) > 1
    for engine in db.engines.values():
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA synchronous")) == FULL


@pytest.mark.fresh_app
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_reader_waits_for_a_machine_that_has_vanished(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made, connect = [], psycopg.connect

    def watched(*arguments: object, **options: object) -> object:
        made.append(connect(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(psycopg, "connect", watched)
    client.get("/")
    with db.engines[APART].connect():
        pass
    assert len(made) > 2, "of both engines, and for the marks of pages"
    for connection in made:
        told = connection.info.get_parameters()
        assert (told["tcp_user_timeout"], told["keepalives_idle"], told["keepalives_interval"]) == ("5000", "5", "1")
