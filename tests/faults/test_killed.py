"""All workers are killed while readers post: what was acknowledged is there, once, and the database is intact."""

import random
from collections.abc import Callable
from threading import Event

from tests.faults.conftest import FULL, stored
from tests.faults.readers import Crowd
from tests.live import Site

ROUNDS = 10 if FULL else 1
# Seconds after the first acknowledgement of a round at which the workers die.
MOMENTS = (0.0, 5.0) if FULL else (0.0, 0.3)
# Comments that are acknowledged after that, so that the new workers are tried as well.
AFTERWARDS = 500 if FULL else 50


def test_what_was_acknowledged_outlives_the_death_of_all_workers(
    sites: Callable[[str], Site], site: Site, article: int, kind: str
) -> None:
    crowd = Crowd(site, article)
    for _ in range(ROUNDS):
        with crowd.posting(at_once=6):
            crowd.wait_for(1)
            Event().wait(random.uniform(*MOMENTS))  # noqa: S311  no secret
            site.kill_workers()
            # The server makes new workers; should it give up, whatever keeps services running starts it again.
            crowd.wait_for(AFTERWARDS, meanwhile=lambda: sites(kind))
        site.kill()
        sites(kind)
        assert crowd.acknowledged.keys() == crowd.begun
        assert stored(site, article) == crowd.acknowledged
    assert crowd.unanswered, "nobody was posting when the workers died"
