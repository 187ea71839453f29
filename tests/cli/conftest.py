"""What the operator's commands are tried on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from blog.settings import INSTANCE_VARIABLE
from tests import postgresql


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup is made."""
    return tmp_path / "backup.tar"


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path, run_folder: Path, worker_id: str) -> Iterator[Callable[[str], Path]]:
    """Makes the environment speak of an empty installation, on a database of the kind given; gives its folder."""
    name = f"elsewhere_{worker_id}"
    with pytest.MonkeyPatch.context() as environment:

        def move(kind: str) -> Path:
            folder, url = tmp_path / "elsewhere", ""
            if kind == "postgresql":
                postgresql.ensure_started(run_folder)
                postgresql.execute(
                    run_folder, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"
                )
                url = postgresql.url(run_folder, name)
            environment.setenv(INSTANCE_VARIABLE, str(folder))
            environment.setenv("DATABASE_URL", url)
            return folder

        yield move
