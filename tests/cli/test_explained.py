"""An operator is told in one sentence where the database or a folder is not as hoped."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import running_app
from tests.live import ROOT, free_port


def failed(line: str) -> str:
    """What a command says that fails, in a new app of the present environment."""
    with running_app() as app:
        result = app.test_cli_runner().invoke(args=line.split())
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    # The bar that shows how far it is may come before.
    said = result.output[result.output.index("Error: ") :]
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    "line",
    [
        "people list",
        "people create Leila leila@example.org",
        "people reset-password leila@example.org",
        "content demo",
        "content generate",
        "comments relearn",
        "comments forget dara@example.org",
        "upkeep recount",
        "upkeep purge",
    ],
)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tables_that_are_not_made_yet(elsewhere: Callable[[str], Path], kind: str, line: str) -> None:
    elsewhere(kind)
    said = failed(line)
    assert said.startswith("Error: The database reported an error: ")
    assert said.endswith(". See: flask upkeep check\n")


@pytest.mark.parametrize("line", ["serve", "db upgrade", "people list", "upkeep purge"])
def test_a_server_of_the_database_that_does_not_run(instance: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/news")
    monkeypatch.setenv("PORT", str(free_port()))
    assert "Connection refused. See: flask upkeep check" in failed(line)


def test_a_database_that_cannot_be_written_to(
    instance: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///file:{migrated_sqlite}/blog.sqlite3?mode=ro&uri=true")
    assert failed("people create Leila leila@example.org") == (
        "Error: The database reported an error: attempt to write a readonly database. See: flask upkeep check\n"
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_folder_that_is_none(instance: Path, database_url: str) -> None:
    (instance / "uploads").write_text("")
    assert f"Error: {instance}/uploads" in failed("content demo")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_reads_no_further_is_told_nothing(instance: Path, database_url: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "people", "list"]
    ended = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, "")
