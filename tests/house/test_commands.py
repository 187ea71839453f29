"""Every command does its work as an operator runs it: outside of any request."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from tests.mailbox import Mailbox
from tests.newsroom import Newsroom

STOCKED = (
    "people list",
    "people create Narges narges@example.org",
    "people reset-password samira@example.com",
    "people reset-second-factor samira@example.com",
    "comments render",
    "comments relearn",
    "comments evaluate {labelled}",
    "comments export-for dara@example.org",
    "comments forget dara@example.org --yes",
    "upkeep check",
    "upkeep recount",
    "upkeep send-mail",
    "upkeep purge",
    "upkeep rotate-keys",
    "upkeep backup {backup}",
    "upkeep restore {backup} --replace",
    "db upgrade",
)
EMPTY = ("content demo", "content generate --articles 45 --comments 600")
# It does not come to an end; `tests/live.py` runs it.
ENDLESS = ("serve",)
OURS = (*STOCKED, *EMPTY, *ENDLESS)
# Those of Flask and of Flask-Migrate, who try them themselves.
OTHERS = {"run", "shell", "routes", "db"}


def test_every_command_is_run_here(app: Flask) -> None:
    ours = {name for name in _commands(app.cli) if name.split()[0] not in OTHERS}
    run_here = {" ".join(line.split()[:2]) for line in OURS}
    assert run_here == ours | {"db upgrade"}


def test_help_lists_our_commands_and_those_of_flask_alone(app: Flask) -> None:
    listed = app.test_cli_runner().invoke(args=["--help"]).output.partition("Commands:\n")[2]
    assert {line.split()[0] for line in listed.splitlines()} == OTHERS | {line.split()[0] for line in OURS}


@pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example")
def test_it_works_for_a_newsroom(app: Flask, newsroom: Newsroom, mailbox: Mailbox, tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.csv"
    labelled.write_text("AUTHOR,DATE,CONTENT,CLASS\n" + "Dara,2026-01-01,Bonus,1\nMina,2026-01-01,Fog,0\n" * 60)
    for line in STOCKED:
        words = line.format(labelled=labelled, backup=tmp_path / "backup.tar").split()
        result = app.test_cli_runner().invoke(args=words, input="y\n")
        assert result.exit_code == 0, f"{line}: {result.output}{result.exception!r}"
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("line", EMPTY)
def test_it_fills_an_empty_site(app: Flask, line: str) -> None:
    result = app.test_cli_runner().invoke(args=line.split())
    assert result.exit_code == 0, f"{result.output}{result.exception!r}"


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join((*path, name))
