"""A flood of sign-ins: readers go on reading, and nobody gets more guesses than there are."""

from blog.accounts import guessing, hashing
from tests.attacks.conftest import Observed
from tests.attacks.strangers import Flood
from tests.faults.readers import get

CROWD = 24


def test_readers_are_served_while_hashes_take_their_turns(site: Observed) -> None:
    flood = Flood(site, [f"somebody{number}@example.org" for number in range(CROWD)], first=10)
    flood.start()
    read = []
    while not flood.is_over():
        read.append(get(site).status)

    assert read
    assert set(read) == {200}
    statuses = {status for status, _, _ in flood.answers}
    assert statuses == {401, 503}, "some were heard, and some sent away"
    for status, retry_after, page in flood.answers:
        assert (retry_after == str(hashing.COME_AGAIN_SECONDS)) == (status == 503)
        assert "@example.org" in page, "the form keeps what was typed"
    most = site.most_hashes_at_once()
    assert most
    assert max(most.values()) <= hashing.AT_ONCE, most


def test_all_workers_count_guesses_together(site: Observed) -> None:
    flood = Flood(site, ["samira@example.org"] * CROWD, first=100)
    flood.start()
    while not flood.is_over():
        get(site)
    statuses = [status for status, _, _ in flood.answers]
    assert len(statuses) == CROWD
    assert 0 < statuses.count(401) <= guessing.AT_ACCOUNT_BY_STRANGERS.most
    assert set(statuses) <= {401, 429, 503}
