"""Another process holds the database for a while: who writes waits or keeps the text, who reads goes on reading."""

from threading import Event, Thread

import pytest

from blog.tools.database import BUSY_TIMEOUT
from tests.faults.conftest import FULL, held, stored
from tests.faults.readers import Answer, get, keeps_text, post
from tests.live import Site

# As many as leave threads for those who read.
WRITERS = 4


@pytest.mark.parametrize("seconds", [3, BUSY_TIMEOUT + 3] if FULL else [2])
def test_while_the_database_is_locked_posts_wait_and_pages_are_read(site: Site, article: int, seconds: int) -> None:
    answers: dict[int, Answer] = {}
    writers = [Thread(target=lambda n=n: answers.update({n: post(site, article, n)})) for n in range(WRITERS)]
    freed = Event()
    with held(site):
        for writer in writers:
            writer.start()
        read = [get(site).status]
        while not freed.wait(0.2) and len(read) < seconds / 0.2:
            read.append(get(site).status)
        early = dict(answers)
    for writer in writers:
        writer.join()

    assert set(read) == {200}
    assert len(read) > 1
    assert all(answer.status == 503 for answer in early.values()), "nothing is acknowledged that is not stored"
    for number, answer in answers.items():
        assert answer.status == 303 or (answer.status == 503 and keeps_text(answer, number))
    if seconds < BUSY_TIMEOUT / 2:
        assert {answer.status for answer in answers.values()} == {303}
    if seconds > BUSY_TIMEOUT:
        assert {answer.status for answer in early.values()} == {503}
    again = {number: post(site, article, number) for number in range(WRITERS)}
    assert {answer.status for answer in again.values()} == {303}
    assert stored(site, article) == {number: answer.comment_id for number, answer in again.items()}
