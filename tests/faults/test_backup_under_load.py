"""A backup made while readers post: the site that is restored from it is intact and has what came before it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.faults.conftest import FULL, stored
from tests.faults.readers import Crowd
from tests.live import ROOT, Site

BACKUPS = 3 if FULL else 1
# Comments that are acknowledged before a backup begins.
EARLY = 50 if FULL else 20


@pytest.fixture
def restored(tmp_path: Path, kind: str, run_folder: Path, worker_id: str) -> Iterator[Site]:
    """Another installation, empty and not running, on the same kind of database."""
    name, url = f"restored_{worker_id}", ""
    if kind == "postgresql":
        postgresql.execute(run_folder, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        url = postgresql.url(run_folder, name)
    yield Site(tmp_path / "restored", url)
    if kind == "postgresql":
        postgresql.execute(run_folder, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def upkeep(site: Site, *arguments: str) -> str:
    """What `flask upkeep …` prints for `site`."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "upkeep", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | site.variables, input="y\n", capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_a_backup_under_load_has_every_comment_acknowledged_before_it_began(
    site: Site, article: int, restored: Site, tmp_path: Path
) -> None:
    crowd = Crowd(site, article)
    # What tests before have brought upon the site is theirs.
    site.new_log()
    for number in range(BACKUPS):
        file = tmp_path / f"{number}.tar"
        with crowd.posting():
            before = crowd.wait_for(EARLY)
            upkeep(site, "backup", str(file), "--with-secrets")
            assert len(crowd.acknowledged) > len(before), "nobody posted while it was made"
        assert stored(site, article) == crowd.acknowledged

        output = upkeep(restored, "restore", str(file), "--replace")
        assert "Restored, and in order." in output
        there = stored(restored, article)
        assert there.items() >= before.items()
        assert there.items() <= crowd.acknowledged.items()
        assert "Traceback" not in site.new_log()
