"""The disk is full: nothing is acknowledged that is not stored, pages are read, and with room again all goes on."""

import contextlib
import os
import tempfile
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
def cramped_site(small_disk: Path, tmp_path: Path, kind: str) -> Iterator[Site]:
    """A running site with its database on a small disk."""
    with contextlib.ExitStack() as servers:
        url = servers.enter_context(_cramped_postgresql(small_disk)) if kind == "postgresql" else ""
        site = Site(small_disk / "instance", url)
        site.log = tmp_path / "log"
        site.start()
        yield site
        site.kill()


@contextlib.contextmanager
def _cramped_postgresql(small_disk: Path) -> Iterator[str]:
    """The address of a database on `small_disk`, on a server that nobody else suffers with."""
    server = Path(tempfile.mkdtemp(prefix="blog-tests-"))
    postgresql.ensure_started(server)
    try:
        (small_disk / "space").mkdir(mode=0o777)
        postgresql.give_to_server(small_disk / "space")
        postgresql.execute(
            server,
            f"CREATE TABLESPACE cramped LOCATION '{small_disk / 'space'}'",
            # By default the new files have holes. What the server has in memory for them can't be written to a
            # full disk, and whoever reads may wait for such a write: by and by it would answer nobody.
            "CREATE DATABASE cramped TABLESPACE cramped STRATEGY FILE_COPY",
        )
        yield postgresql.url(server, "cramped")
    finally:
        postgresql.stop(server)


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
