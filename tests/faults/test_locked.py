"""Another process holds the database for a while: who writes waits or keeps the text, who reads goes on reading."""

import time
from threading import Thread

import pytest

from blog.tools.connections import BUSY_TIMEOUT
from tests.faults.conftest import FULL, held, stored
from tests.faults.readers import Answer, get, keeps_text, post
from tests.live import Site

# On SQLite more than the connections that a pool of the usual size has; of PostgreSQL's all tests share a few.
WRITERS = {"sqlite": 32, "postgresql": 16}


@pytest.mark.parametrize("seconds", [3, BUSY_TIMEOUT + 3] if FULL else [2])
def test_while_the_database_is_locked_posts_wait_and_pages_are_read(
    site: Site, article: int, kind: str, seconds: int
) -> None:
    for _ in range(8):
        # The first page of each worker is slow.
        get(site)
    answers: dict[int, Answer] = {}
    writers = [Thread(target=lambda n=n: answers.update({n: post(site, article, n)})) for n in range(WRITERS[kind])]
    with held(site):
        began = time.monotonic()
        for writer in writers:
            writer.start()
        read = []
        while time.monotonic() - began < seconds:
            read.append(get(site).status)
        early = dict(answers)
        held_for = time.monotonic() - began
    for writer in writers:
        writer.join()

    assert set(read) == {200}
    assert len(read) > 5, "readers wait for those who write"
    assert all(answer.status == 503 for answer in early.values()), "nothing is acknowledged that is not stored"
    for number, answer in answers.items():
        assert answer.status == 303 or (answer.status == 503 and keeps_text(answer, number))
    if held_for < BUSY_TIMEOUT / 2:
        assert 303 in {answer.status for answer in answers.values()}, "who waits for so short a time is served"
    if seconds > BUSY_TIMEOUT:
        assert {answer.status for answer in early.values()} == {503}
    again = {number: post(site, article, number) for number in range(WRITERS[kind])}
    assert {answer.status for answer in again.values()} == {303}
    assert stored(site, article) == {number: answer.comment_id for number, answer in again.items()}
