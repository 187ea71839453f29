"""The disk is full: nothing is acknowledged that is not stored, pages are read, and with room again all goes on."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.faults.conftest import new_article, stored
from tests.faults.readers import get, keeps_text, post
from tests.live import Site

# More than fits into what the database has reserved before the disk was full.
LONG = "So much is to be said about the harbour. " * 180


@pytest.fixture
def cramped_site(small_disk: Path, tmp_path: Path, kind: str, run_folder: Path, worker_id: str) -> Iterator[Site]:
    """A running site with its database on a small disk."""
    url, name = "", f"cramped_{worker_id}"
    if kind == "postgresql":
        postgresql.ensure_started(run_folder)
        (small_disk / "space").mkdir(mode=0o777)
        postgresql.give_to_server(small_disk / "space")
        postgresql.execute(run_folder, f"CREATE TABLESPACE {name} LOCATION '{small_disk / 'space'}'")
        postgresql.execute(run_folder, f"CREATE DATABASE {name} TABLESPACE {name}")
        url = postgresql.url(run_folder, name)
    site = Site(small_disk / "instance", url)
    site.log = tmp_path / "log"
    site.start()
    yield site
    site.kill()
    if kind == "postgresql":
        postgresql.execute(run_folder, f"DROP DATABASE {name} WITH (FORCE)", f"DROP TABLESPACE {name}")


def test_a_full_disk_loses_nothing_and_is_got_over(cramped_site: Site, small_disk: Path) -> None:
    article = new_article(cramped_site)
    acknowledged = {0: post(cramped_site, article, 0, LONG).comment_id}
    with (small_disk / "filling").open("wb") as filling:
        _fill(filling.fileno())
        refused = []
        for number in range(1, 200):
            answer = post(cramped_site, article, number, LONG)
            if answer.status == 303:
                acknowledged[number] = answer.comment_id
                continue
            assert answer.status == 503, answer
            assert keeps_text(answer, number)
            refused.append(number)
            if len(refused) == 5:
                break
        assert len(refused) == 5, "the disk was never full"
        assert get(cramped_site).status == 200
        assert get(cramped_site, "/healthz").status == 200
        assert stored(cramped_site, article) == acknowledged
        filling.truncate(0)
    for number in refused:
        acknowledged[number] = post(cramped_site, article, number, LONG).comment_id
    assert stored(cramped_site, article) == acknowledged


def _fill(file: int) -> None:
    """Write until there is no room for another byte."""
    for size in (1024 * 1024, 4096, 1):
        try:
            while True:
                os.write(file, bytes(size))
        except OSError:
            continue
