"""A decision is taken back, and what others have decided since is left alone."""

import sys
import threading
import time
from datetime import timedelta
from types import CodeType, FrameType

import pytest
from flask import Flask

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.taking_turns import TurnTaking
from tests.comments.moderating.conftest import decide, make_many, statuses
from tests.factories import make_user
from tests.live import PATIENCE


def test_undo_brings_everything_back(article: Article, admin: User) -> None:
    wave = make_many(article, 500)
    batch = decide(wave, SPAM, admin)
    assert moderating.undo(batch, admin) == moderating.Undone(500, 0)
    assert statuses(wave) == {PENDING}
    assert batch.undone_at


def test_undo_works_once(article: Article, admin: User) -> None:
    wave = make_many(article, 2)
    batch = decide(wave, SPAM, admin)
    moderating.undo(batch, admin)
    decide(wave, SPAM, admin)
    assert moderating.undo(batch, admin) == moderating.Undone(0, 0)
    assert statuses(wave) == {SPAM}


def test_undo_leaves_alone_what_another_admin_has_decided_since(article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    first, second, third = wave = make_many(article, 3)
    batch = decide(wave, SPAM, admin)
    decide([second], APPROVED, omid)
    # Away and back again: it looks as this batch left it, but it is Omid's decision now.
    decide([third], APPROVED, omid)
    decide([third], SPAM, omid)
    assert moderating.undo(batch, admin) == moderating.Undone(1, 2)
    assert [first.status, second.status, third.status] == [PENDING, APPROVED, SPAM]


def test_an_undo_that_brought_nothing_back_can_be_made_once_it_can(article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    wave = make_many(article, 2)
    batch = decide(wave, APPROVED, admin)
    later = decide(wave, SPAM, omid)
    assert moderating.undo(batch, admin) == moderating.Undone(0, 2)
    assert moderating.may_undo(batch)
    moderating.undo(later, omid)
    assert moderating.undo(batch, admin) == moderating.Undone(2, 0)
    assert statuses(wave) == {PENDING}
    assert not moderating.may_undo(batch)


def test_undo_counts_what_has_been_undone_since_as_nothing(article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    wave = make_many(article, 1)
    batch = decide(wave, SPAM, admin)
    moderating.undo(decide(wave, APPROVED, omid), admin)
    assert moderating.undo(batch, admin) == moderating.Undone(1, 0)
    assert statuses(wave) == {PENDING}


def test_an_undo_says_who_undid_it_and_is_for_any_admin(article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    wave = make_many(article, 3)
    batch = decide(wave, SPAM, admin)
    assert moderating.undo(batch, omid) == moderating.Undone(3, 0)
    assert batch.undone_by_id == omid.id
    moderating.undo(batch, admin)
    assert batch.undone_by_id == omid.id


def test_after_thirty_days_nothing_is_undone(article: Article, admin: User) -> None:
    wave = make_many(article, 3)
    batch = decide(wave, SPAM, admin)
    batch.created_at = now() - timedelta(days=29.9)
    assert moderating.may_undo(batch)
    batch.created_at = now() - timedelta(days=30.1)
    assert not moderating.may_undo(batch)
    with pytest.raises(moderating.TooLate):
        moderating.undo(batch, admin)
    assert statuses(wave) == {SPAM}


def test_what_an_undo_left_can_be_brought_back_all_the_same(article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    first, second = wave = make_many(article, 2)
    batch = decide(wave, SPAM, admin)
    later = decide([second], APPROVED, omid)
    assert moderating.undo(batch, admin) == moderating.Undone(1, 1)
    first.status = TRASH
    assert moderating.undo(batch, admin, anyway=True) == moderating.Undone(1, 0)
    assert [first.status, second.status] == [TRASH, PENDING]
    # Nothing is left of the later decision that its own undo could bring back.
    assert moderating.undo(later, omid) == moderating.Undone(0, 0)
    assert second.status == PENDING


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_undo_leaves_alone_what_is_decided_while_it_waits_for_its_turn(
    app: Flask, article: Article, admin: User
) -> None:
    wave = make_many(article, 2)
    batch = decide(wave, SPAM, admin)
    omid = make_user("Omid Karimi", ADMIN).id
    db.session.commit()
    decided = threading.Event()
    quicker = threading.Thread(target=_approve, args=(app, wave[0].id, omid, decided, threading.get_ident()))
    quicker.start()
    assert decided.wait(PATIENCE)
    assert moderating.undo(batch, admin) == moderating.Undone(1, 1)
    quicker.join()
    assert [one.status for one in wave] == [APPROVED, PENDING]


def _approve(app: Flask, comment_id: int, admin_id: int, decided: threading.Event, other: int) -> None:
    """Approve one comment, and commit it when the thread `other` waits for its turn to write."""
    with app.app_context():
        moderating.decide(queue.chosen([comment_id], SPAM), APPROVED, db.session.get_one(User, admin_id))
        decided.set()
        latest = time.monotonic() + PATIENCE
        while not _is_in(TurnTaking.begin_writing.__code__, sys._current_frames()[other]):
            assert time.monotonic() < latest, "nobody waits"
            time.sleep(0.01)
        db.session.commit()


def _is_in(code: CodeType, frame: FrameType | None) -> bool:
    return frame is not None and (frame.f_code is code or _is_in(code, frame.f_back))
