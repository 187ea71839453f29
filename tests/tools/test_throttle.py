"""A limit lets so many attempts through in so much time: not one more, whoever counts, and not one fewer."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError

from blog.tools import connections
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.networks import network
from blog.tools.throttle import SWEPT, Attempt, Limit, forget, give_back, take, wait
from tests.conftest import running_app
from tests.factories import make_user

THREE = Limit("three", 3, 60)
FIVE = Limit("five", 5, 3600)
DARA = THREE.of("dara@example.org")

pytestmark = pytest.mark.usefixtures("standing_clock")


def pass_time(seconds: float) -> None:
    """Let all that has been counted have happened so much earlier."""
    for attempt in db.session.scalars(select(Attempt)):
        attempt.expires_at -= timedelta(seconds=seconds)
    db.session.commit()


def counted() -> int:
    number = db.session.scalar(select(func.count(Attempt.id))) or 0
    db.session.commit()
    return number


def test_the_attempt_after_the_last_is_refused_with_the_time_to_wait(app: Flask) -> None:
    assert [take(DARA), take(DARA), take(DARA)] == [0, 0, 0]
    assert take(DARA) == 60


def test_others_and_other_limits_are_not_concerned(app: Flask) -> None:
    for _ in range(3):
        take(DARA)
    assert take(THREE.of("narges@example.org")) == 0
    assert take(FIVE.of("dara@example.org")) == 0
    assert take(THREE.of("dara", "@example.org")) == 0
    assert take(THREE.of("dar", "a@example.org")) == 0


def test_the_networks_of_one_site_are_limited_together_as_well(app: Flask) -> None:
    taken = [take(*THREE.of_network(f"2001:db8:1:{number:x}::7")) for number in range(16)]
    assert taken[:15] == [0] * 15
    assert taken[15] > 0
    assert take(*THREE.of_network("2001:db8:2:1::7")) == 0
    assert [take(*THREE.of_network("2001:db8:3:1::7")) for _ in range(4)][:3] == [0, 0, 0]
    assert take(*THREE.of_network("2001:db8:3:1::8")) > 0


@pytest.mark.parametrize("address", ["203.0.113.7", None, "unix:"])
def test_other_visitors_have_one_network(app: Flask, address: str | None) -> None:
    assert THREE.of_network(address, "a") == (THREE.of("a", network(address)),)


def test_the_window_slides(app: Flask) -> None:
    take(DARA)
    pass_time(40)
    take(DARA)
    take(DARA)
    assert take(DARA) == 20
    pass_time(20)
    assert take(DARA) == 0
    assert take(DARA) == 40


def test_a_refused_attempt_is_not_counted_and_does_not_prolong_the_wait(app: Flask) -> None:
    for _ in range(3):
        take(DARA)
    pass_time(30)
    for _ in range(20):
        assert take(DARA) == 30
    assert counted() == 3


def test_several_limits_are_taken_all_or_none(app: Flask) -> None:
    network = FIVE.of("203.0.113.0")
    for _ in range(3):
        assert take(DARA, network) == 0
    assert take(DARA, network) == 60
    assert take(network) == 0
    assert take(network) == 0
    assert take(THREE.of("narges@example.org"), network) == 3600
    assert counted() == 3 + 5


def test_the_longest_wait_counts_whatever_the_order(app: Flask) -> None:
    short, long = Limit("short", 1, 15).of("x"), Limit("long", 1, 3600).of("x")
    assert take(short, long) == 0
    assert take(short, long) == take(long, short) == 3600


def test_looking_counts_nothing(app: Flask) -> None:
    for _ in range(9):
        assert wait(DARA) == 0
    for _ in range(3):
        take(DARA)
    assert wait(DARA) == 60
    assert wait() == 0


@pytest.mark.parametrize("unlimited", [Limit("off", 0, 60), Limit("off", 5, 0)])
def test_nought_is_no_limit(app: Flask, unlimited: Limit) -> None:
    assert [take(unlimited.of("x")) for _ in range(9)] == [0] * 9
    assert wait(unlimited.of("x")) == 0
    assert counted() == 0


def test_a_stricter_setting_counts_what_has_been(app: Flask) -> None:
    for _ in range(3):
        take(DARA)
    pass_time(10)
    stricter = Limit("three", 1, 60).of("dara@example.org")
    assert take(stricter) == 50


def test_what_is_kept_names_nobody(app: Flask) -> None:
    take(DARA)
    rows = db.session.execute(text("SELECT * FROM throttle_attempts")).all()
    assert "dara" not in str(rows)


def test_it_counts_though_the_request_is_rolled_back(app: Flask) -> None:
    for _ in range(3):
        take(DARA)
        make_user("Samira Rostami")
        db.session.rollback()
    assert take(DARA) > 0


def test_it_holds_across_restarts_and_workers(app: Flask) -> None:
    for _ in range(3):
        take(DARA)
    with running_app():
        assert take(DARA) == 60
        assert take(THREE.of("narges@example.org")) == 0


def test_of_many_at_the_same_moment_exactly_so_many_pass(app: Flask) -> None:
    start = threading.Barrier(8)

    def attempt(number: int) -> list[int]:
        # Two keys in changing order, as requests from one network to several accounts have them.
        uses = [FIVE.of("network"), Limit("many", 100, 60).of(number % 3)]
        with app.app_context():
            start.wait(30)
            return [take(*(uses if number % 2 else reversed(uses))) for _ in range(4)]

    with ThreadPoolExecutor(8) as threads:
        answers = [seconds for answer in threads.map(attempt, range(8)) for seconds in answer]
    assert answers.count(0) == 5
    assert len(answers) == 32
    assert counted() == 10


def test_of_many_that_were_right_at_the_same_moment_each_gets_its_attempt_back(app: Flask) -> None:
    start, many = threading.Barrier(8), Limit("many", 100, 60).of("dara@example.org")

    def attempt(_number: int) -> None:
        with app.app_context():
            for _ in range(5):
                assert take(many) == 0
                start.wait(30)
                give_back(many)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(attempt, range(8)))
    assert counted() == 0


def test_requests_that_hold_every_connection_of_the_pool_do_not_wait_for_each_other(app: Flask) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(15):
            held.enter_context(db.engine.connect())
        assert take(DARA) == 0


def test_the_thousandth_key_is_as_good_as_the_first(app: Flask) -> None:
    first = THREE.of(0)
    for _ in range(3):
        take(first)
    later = now() + timedelta(seconds=60)
    db.session.add_all(Attempt(key=THREE.of(number).key, expires_at=later) for number in range(1, 1000))
    db.session.commit()
    assert take(THREE.of(999)) == 0
    assert take(THREE.of(999)) == 0
    assert take(THREE.of(999)) > 0
    assert take(first) > 0


def test_what_counts_no_more_goes_a_little_with_each_attempt(app: Flask) -> None:
    old = now() - timedelta(seconds=1)
    db.session.add_all(Attempt(key=THREE.of(number).key, expires_at=old) for number in range(SWEPT + 50))
    db.session.commit()
    take(DARA)
    assert counted() == 51
    take(DARA)
    assert counted() == 2


def test_what_was_counted_for_somebody_can_be_forgotten(app: Flask) -> None:
    other = THREE.of("narges@example.org")
    for _ in range(3):
        take(DARA, other)
    forget(DARA)
    db.session.commit()
    assert take(DARA) == 0
    assert take(other) > 0


def test_after_a_write_of_the_same_request_it_says_so_rather_than_hang(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        make_user("Samira Rostami")
        assert take(DARA) == 0
        return
    make_user("Samira Rostami")
    with pytest.raises(RuntimeError, match="before the first write"):
        take(DARA)
    db.session.rollback()
    assert take(DARA) == 0


def test_reading_before_is_no_hindrance(app: Flask) -> None:
    db.session.scalars(select(Attempt)).all()
    assert take(DARA) == 0


def test_a_refusal_needs_no_lock(app: Flask) -> None:
    for _ in range(3):
        take(DARA)
    with db.engine.begin() as busy:
        busy.execute(update(Attempt).values(expires_at=now() + timedelta(seconds=90)))
        assert take(DARA) > 0


# On PostgreSQL nobody can lock all others out.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_database_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 0)
    db.engine.dispose()
    with db.engine.begin() as busy:
        busy.execute(update(Attempt).values(expires_at=now()))
        with pytest.raises(OperationalError, match="locked"):
            take(DARA)
    assert take(DARA) == 0
