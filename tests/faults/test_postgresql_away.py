"""PostgreSQL goes away and comes back: the site says so, keeps the text, and goes on without being started again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests import postgresql
from tests.faults.conftest import FULL, stored
from tests.faults.readers import get, keeps_text, post
from tests.live import Site

Away = Callable[[Path, str], AbstractContextManager[None]]

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


@contextmanager
def stopped(run: Path, database: str) -> Iterator[None]:
    """The server does not run."""
    postgresql.halt(run)
    try:
        yield
    finally:
        postgresql.resume(run)


# All the tests of a run share the server: it is stopped only where these are alone.
@pytest.mark.parametrize("away", [postgresql.turned_away, stopped] if FULL else [postgresql.turned_away])
def test_the_site_gets_over_it_by_itself(
    site: Site, article: int, run_folder: Path, worker_id: str, away: Away
) -> None:
    acknowledged = {number: post(site, article, number).comment_id for number in range(4)}
    with away(run_folder, f"faults_{worker_id}"):
        for number in range(4, 12):
            answer = post(site, article, number)
            assert answer.status == 503
            assert keeps_text(answer, number)
        assert get(site).status == 503
        assert get(site, "/healthz").status == 503
    # The very first visitor afterwards, on whichever connection of whichever worker, notices nothing.
    acknowledged |= {number: post(site, article, number).comment_id for number in range(4, 24)}
    assert get(site).status == 200
    assert stored(site, article) == acknowledged


def test_connections_that_broke_while_they_lay_idle_cost_nobody_a_comment(
    site: Site, article: int, run_folder: Path, worker_id: str
) -> None:
    for number in range(8):
        post(site, article, number)
    with postgresql.turned_away(run_folder, f"faults_{worker_id}"):
        pass
    answers = {number: post(site, article, number) for number in range(8, 24)}
    assert {answer.status for answer in answers.values()} == {303}
