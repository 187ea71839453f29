"""The head of SQLite's log is another after every commit, whoever makes it: what was current before is looked at."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from blog.page_cache import let_go
from blog.page_cache.versions import NEWSROOM, Version, Versions
from blog.tools.database import db, empty_log

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# Another process, which commits so many times and is killed in the midst of one more.
WRITER = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for number in range(int(sys.argv[2])):
    connection.execute("UPDATE versions SET mark = ? WHERE name = 'newsroom'", [number])
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE versions SET mark = -1")
os.kill(os.getpid(), signal.SIGKILL)
"""


def write(file: Path, times: int) -> None:
    """Commit so many times in a process that is killed before its next commit."""
    killed = subprocess.run([sys.executable, "-c", WRITER, str(file), str(times)])
    assert killed.returncode == -signal.SIGKILL


def mark(number: int) -> None:
    db.session.merge(Version(name=NEWSROOM, mark=number))


@pytest.fixture
def versions(app: Flask) -> Versions:
    read: Versions = app.extensions["versions"]
    mark(7)
    db.session.commit()
    read.read(NEWSROOM)
    return read


@ON_SQLITE
def test_every_commit_of_this_process_and_of_others_is_another_moment(versions: Versions, instance: Path) -> None:
    moments = [versions.moment()]
    for number in range(20):
        if number % 3:
            mark(number)
            db.session.commit()
        else:
            write(instance / "blog.sqlite3", number + 1)
        if number % 5 == 0:
            assert empty_log()
        moments.append(versions.moment())
    assert None not in moments
    assert len(set(moments)) == len(moments)


@ON_SQLITE
def test_reading_and_what_is_taken_back_are_no_other_moment(versions: Versions, instance: Path) -> None:
    before = versions.moment()
    versions.read(NEWSROOM)
    mark(8)
    db.session.flush()
    db.session.rollback()
    write(instance / "blog.sqlite3", 0)
    assert versions.moment() == before


@ON_SQLITE
def test_where_the_database_is_let_go_of_nothing_tells_the_moment(versions: Versions) -> None:
    let_go()
    assert versions.moment() is None


@ON_SQLITE
def test_the_beginning_of_another_log_is_another_moment(versions: Versions, instance: Path) -> None:
    moments = []
    for _ in range(3):
        let_go()
        versions.read(NEWSROOM)
        moments.append(versions.moment())
    assert moments[0] != moments[1] != moments[2]


@ON_SQLITE
def test_a_database_behind_a_link_tells_the_moment_as_well(versions: Versions, instance: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite3"
    link.symlink_to(instance / "blog.sqlite3")
    linked = Versions(create_engine(f"sqlite:///{link}"))
    let_go()
    linked.read(NEWSROOM)
    before = linked.moment()
    assert before is not None
    mark(9)
    db.session.commit()
    assert linked.moment() != before
    let_go()
    linked.close()


@ON_SQLITE
def test_a_database_that_has_no_log_yet_gets_one(versions: Versions, instance: Path) -> None:
    let_go()
    with closing(sqlite3.connect(instance / "blog.sqlite3")) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    assert versions.read(NEWSROOM)[NEWSROOM] == 7
    assert versions.moment() is not None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_tells_no_moment(versions: Versions) -> None:
    assert versions.moment() is None
