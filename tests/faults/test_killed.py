"""All workers are killed while readers post: what was acknowledged is there, once, and the database is intact."""

import random
from collections.abc import Callable
from threading import Event

from tests.faults.conftest import FULL, stored
from tests.faults.readers import Crowd
from tests.live import Site

ROUNDS = 10 if FULL else 1
COMMENTS = 3000 if FULL else 400
# Seconds into a round at which the workers die; posting takes longer.
MOMENTS = (0.1, 5.0) if FULL else (0.1, 0.4)


def test_what_was_acknowledged_outlives_the_death_of_all_workers(
    sites: Callable[[str], Site], site: Site, article: int, kind: str
) -> None:
    crowd = Crowd(site, article)
    for number in range(ROUNDS):
        threads = crowd.post_all(range(number * COMMENTS, (number + 1) * COMMENTS))
        Event().wait(random.uniform(*MOMENTS))  # noqa: S311  no secret
        site.kill_workers()
        # The server makes new workers; should it give up, whatever keeps services running starts it again.
        while any(thread.is_alive() for thread in threads):
            for thread in threads:
                thread.join(1)
            site = sites(kind)
        site.kill()
        site = sites(kind)
        assert len(crowd.acknowledged) == (number + 1) * COMMENTS
        assert stored(site, article) == crowd.acknowledged
    assert crowd.unanswered, "nobody was posting when the workers died"
