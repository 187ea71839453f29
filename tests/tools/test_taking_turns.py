"""Those who write to SQLite come one after the other, and none is forgotten."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from blog.tools.taking_turns import TurnTaking

PATIENCE = 60

# Another process, which writes from when it says so until it is told to stop.
WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("began", flush=True)
input()
connection.execute("INSERT INTO said VALUES ('another process')")
connection.execute("COMMIT")
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = str(tmp_path / "said.sqlite3")
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE said (words TEXT);")
    connection.close()
    return path


@pytest.fixture
def connect(file: str) -> Iterator[Callable[[], TurnTaking]]:
    """Opens connections, which threads may share."""
    opened: list[TurnTaking] = []

    def connect() -> TurnTaking:
        opened.append(sqlite3.connect(file, factory=TurnTaking, isolation_level=None, check_same_thread=False))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def writer(file: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "began\n"
    yield process
    process.communicate("")


def say(connection: TurnTaking, file: str, words: str, seconds: float = PATIENCE) -> None:
    connection.begin_writing(file, seconds)
    connection.execute("INSERT INTO said VALUES (?)", [words])
    connection.commit()


def said(connection: TurnTaking) -> list[str]:
    return [words for (words,) in connection.execute("SELECT words FROM said")]


def test_many_threads_write_and_all_of_it_is_there(connect: Callable[[], TurnTaking], file: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        for thread in range(8):
            threads.submit(lambda name: [say(connect(), file, f"{name} {time}") for time in range(20)], thread)
    assert sorted(said(connect())) == sorted(f"{thread} {time}" for thread in range(8) for time in range(20))


@pytest.mark.parametrize("end", [TurnTaking.commit, TurnTaking.rollback, TurnTaking.close])
def test_who_ends_passes_the_turn_on(
    connect: Callable[[], TurnTaking], file: str, end: Callable[[TurnTaking], None]
) -> None:
    first, second = connect(), connect()
    first.begin_writing(file, 0)
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        second.begin_writing(file, 0.01)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(say, second, file, "second")
        end(first)
        waiting.result(PATIENCE)
    assert said(second) == ["second"]


def test_another_process_is_waited_for(
    connect: Callable[[], TurnTaking], file: str, writer: subprocess.Popen[str]
) -> None:
    connection = connect()
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(say, connection, file, "this one")
        writer.communicate("\n", PATIENCE)
        waiting.result(PATIENCE)
    assert said(connection) == ["another process", "this one"]


@pytest.mark.usefixtures("writer")
def test_who_has_waited_in_vain_is_told_and_keeps_nobody_waiting(connect: Callable[[], TurnTaking], file: str) -> None:
    first, second = connect(), connect()
    for connection in (first, second, first):
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            connection.begin_writing(file, 0.01)
    assert first.execute("PRAGMA busy_timeout").fetchone() == second.execute("PRAGMA busy_timeout").fetchone()


def test_who_finds_the_disk_full_keeps_nobody_waiting(connect: Callable[[], TurnTaking], file: str) -> None:
    first, second = connect(), connect()
    first.execute("PRAGMA max_page_count = 3")
    first.begin_writing(file, PATIENCE)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        first.execute("INSERT INTO said VALUES (?)", ["long " * 10_000])
    assert not first.in_transaction
    # Somebody writes on, who has not heard that nothing is left of it.
    first.begin_writing(file, 0)
    first.commit()
    say(second, file, "second", 0)
    assert said(second) == ["second"]


def test_who_closes_while_a_cursor_is_open_keeps_nobody_waiting(connect: Callable[[], TurnTaking], file: str) -> None:
    first, second = connect(), connect()
    first.begin_writing(file, PATIENCE)
    cursor = first.execute("INSERT INTO said VALUES ('first') RETURNING words")
    first.close()
    say(second, file, "second", 0)
    assert said(second) == ["second"]
    del cursor


def test_what_is_no_database_is_not_waited_for(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.sqlite3"
    garbage.write_bytes(b"no database" * 1000)
    connection = sqlite3.connect(garbage, factory=TurnTaking, isolation_level=None)
    for _ in range(2):
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            connection.begin_writing(str(garbage), PATIENCE)
    connection.close()
