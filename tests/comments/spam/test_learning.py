"""The classifier learns from admins, and unlearns exactly what they take back."""

import contextvars
import threading
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, forgetting, moderating
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment
from blog.comments.spam import learning
from blog.comments.spam.models import Learned, LearnedFeature
from blog.comments.spam.weighing import Counts
from blog.tools import connections
from blog.tools.database import db
from blog.tools.steps import commit_each
from tests.factories import make_article, make_comment
from tests.live import PATIENCE


@pytest.fixture
def article(author: User) -> Article:
    return make_article(author=author)


def held(article: Article, text: str, name: str = "Dara") -> Comment:
    return make_comment(article, text, name=name, status=PENDING)


def decide(comment: Comment, verdict: str, admin: User) -> None:
    moderating.decide(Comment.id == comment.id, verdict, admin)


def known() -> dict[int, tuple[int, int]]:
    """All that is learned."""
    rows = db.session.execute(select(LearnedFeature.key, LearnedFeature.spam, LearnedFeature.fair))
    return {key: (spam, fair) for key, spam, fair in rows}


def counts(word: str) -> Counts:
    return learning.Remembered().counts([f"word {word}"]).get(f"word {word}", Counts(0, 0))


def test_what_an_admin_decides_is_learned(article: Article, admin: User) -> None:
    decide(held(article, "Bonus casino"), SPAM, admin)
    decide(held(article, "The ferry has a bonus"), APPROVED, admin)
    assert learning.Remembered().totals() == Counts(1, 1)
    assert [counts(word) for word in ("bonus", "casino", "ferry", "train")] == [(1, 1), (1, 0), (0, 1), (0, 0)]


def test_what_was_judged_by_itself_teaches_nothing(article: Article) -> None:
    make_comment(article, "Bonus casino", status=SPAM)
    assert known() == {}


@pytest.mark.parametrize("first", [SPAM, APPROVED])
@pytest.mark.parametrize("second", [SPAM, APPROVED, PENDING, TRASH])
def test_another_decision_replaces_the_lesson(first: str, second: str, article: Article, admin: User) -> None:
    comment = held(article, "Bonus casino")
    decide(comment, first, admin)
    if second != first:
        decide(comment, second, admin)
    assert counts("casino") == (int(second == SPAM), int(second == APPROVED))
    assert learning.Remembered().totals() == counts("casino")


def test_undo_takes_back_exactly_what_was_taught(article: Article, admin: User) -> None:
    decide(held(article, "The ferry, the fog"), APPROVED, admin)
    before = known()
    wave = [held(article, f"The bonus, number {number}", name=f"Dara {number}").id for number in range(3)]
    batch = moderating.decide(Comment.id.in_(wave), SPAM, admin)
    assert batch
    assert known() != before
    moderating.undo(batch, admin)
    assert known() == before
    assert learning.Remembered().totals() == (0, 1)
    moderating.undo(batch, admin)
    assert known() == before


def test_undo_brings_the_lesson_of_the_decision_before_it_back(article: Article, admin: User) -> None:
    comment = held(article, "Bonus casino")
    decide(comment, APPROVED, admin)
    before = known()
    batch = moderating.decide(Comment.id == comment.id, SPAM, admin)
    assert batch
    moderating.undo(batch, admin)
    assert known() == before


def test_a_corrected_text_is_learned_anew(article: Article, admin: User) -> None:
    comment = held(article, "Bonus casino")
    decide(comment, APPROVED, admin)
    moderating.correct(comment, comment.name, "", "Bonus ferry")
    assert [counts(word) for word in ("bonus", "casino", "ferry")] == [(0, 1), (0, 0), (0, 1)]


def test_a_flood_teaches_no_more_than_some_of_it(article: Article, admin: User) -> None:
    for number in range(learning.LESSONS + 20):
        held(article, f"Bonus number {number}", name=f"Dara {number}")
    batch = moderating.decide(Comment.status == PENDING, SPAM, admin)
    assert learning.Remembered().totals().spam == learning.LESSONS
    assert batch
    moderating.undo(batch, admin)
    assert known() == {}


def test_to_take_back_a_decision_about_a_flood_teaches_no_more_than_some_of_it(
    article: Article, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderating, "STEP", learning.LESSONS)
    for number in range(2 * learning.LESSONS):
        held(article, f"Bonus number {number}", name=f"Dara {number}")
    moderating.decide(Comment.status == PENDING, APPROVED, admin)
    batch = moderating.decide(Comment.status == APPROVED, SPAM, admin)
    assert batch
    moderating.undo(batch, admin)
    assert learning.Remembered().totals() == (0, learning.LESSONS)


def test_who_is_forgotten_after_a_flood_teaches_no_more_by_that(article: Article, admin: User) -> None:
    for number in range(learning.LESSONS + 20):
        held(article, f"Bonus number {number}")
    moderating.decide(Comment.status == PENDING, SPAM, admin)
    forgetting.anonymise("dara@example.org")
    assert learning.Remembered().totals() == (learning.LESSONS, 0)


def test_who_is_forgotten_can_be_unlearned_still(article: Article, admin: User) -> None:
    comment = held(article, "Bonus casino")
    decide(comment, SPAM, admin)
    forgetting.anonymise("dara@example.org")
    decide(comment, TRASH, admin)
    assert known() == {}


def test_of_what_is_erased_the_counts_stay(article: Article, admin: User) -> None:
    comment = held(article, "Bonus casino")
    decide(comment, SPAM, admin)
    before = known()
    erasing.erase(Comment.id == comment.id)
    assert known() == before


def test_no_word_can_be_read_in_the_database(article: Article, admin: User) -> None:
    decide(held(article, "Bonus casino"), SPAM, admin)
    assert all(isinstance(key, int) and abs(key) > 2**32 for key in known())


def test_what_is_rare_goes_when_there_is_too_much(
    article: Article, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "MOST_FEATURES", 20)
    monkeypatch.setattr(learning, "PRUNE_AFTER", 1)
    for number in range(12):
        decide(held(article, f"casino a{number} b{number} c{number}", name=f"Dara {number}"), SPAM, admin)
        assert len(known()) <= 20
    assert counts("casino") == (12, 0)


def test_untaught_counts_never_fall_below_nought(article: Article, admin: User) -> None:
    comment = held(article, "Bonus casino")
    decide(comment, SPAM, admin)
    db.session.query(LearnedFeature).delete()
    decide(comment, PENDING, admin)
    assert known() == {}
    assert learning.Remembered().totals() == (0, 0)


def test_other_features_mean_nothing_until_all_is_learned_anew(article: Article, admin: User) -> None:
    decide(held(article, "Bonus casino"), SPAM, admin)
    decide(held(article, "The ferry"), APPROVED, admin)
    right = known()
    db.session.query(Learned).update({"version": 0})
    assert learning.Remembered().totals() == (0, 0)
    decide(held(article, "The fog"), APPROVED, admin)
    assert known() == right
    for _ in learning.relearn():
        db.session.commit()
    assert learning.Remembered().totals() == (1, 2)
    assert [counts(word) for word in ("casino", "ferry", "fog")] == [(1, 0), (0, 1), (0, 1)]
    assert right.keys() < known().keys()


def test_to_learn_anew_is_to_know_the_same(app: Flask, article: Article, admin: User) -> None:
    decide(held(article, "Bonus casino"), SPAM, admin)
    decide(held(article, "The ferry"), APPROVED, admin)
    held(article, "Undecided words")
    before = known()
    result = app.test_cli_runner().invoke(args=["comments", "relearn"])
    assert result.output == "Looked at 3 comments. Learned: 1 of spam, 1 others.\n"
    assert known() == before


def test_two_admins_at_once_lose_no_count(app: Flask, article: Article, admin: User) -> None:
    ids = [held(article, "The same bonus casino words", name=f"Dara{number}").id for number in range(8)]
    db.session.commit()

    def decide_half(half: int) -> None:
        with app.app_context():
            user = db.session.get(User, admin_id)
            for comment_id in ids[half::2] if half else ids[::2][::-1]:
                moderating.decide(Comment.id == comment_id, SPAM, user)
                db.session.commit()

    admin_id = admin.id
    db.session.rollback()
    threads = [threading.Thread(target=decide_half, args=(half,)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counts("casino") == (8, 0)
    assert learning.Remembered().totals() == (8, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_two_who_learn_anew_at_once_none_counts_what_the_other_has(
    app: Flask, article: Article, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(held(article, "Bonus casino"), SPAM, admin)
    right = known()
    db.session.commit()
    # Whose turn it is not is told so at once.
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 0)
    others = [_relearn_elsewhere]

    def overtake(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT comments.id, comments.taught") and others:
            with suppress(OperationalError):
                contextvars.Context().run(others.pop(), app)

    event.listen(db.engine, "after_cursor_execute", overtake)
    try:
        commit_each(learning.relearn())
    finally:
        event.remove(db.engine, "after_cursor_execute", overtake)
    assert others == []
    assert known() == right
    assert learning.Remembered().totals() == Counts(1, 0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_is_overtaken_by_the_very_first_lesson_loses_none(app: Flask, article: Article, admin: User) -> None:
    ours, theirs = held(article, "Bonus casino"), held(article, "The same casino", name="Mina")
    db.session.commit()
    others = [threading.Thread(target=_decide_elsewhere, args=(app, theirs.id, admin.id))]

    def overtake(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("UPDATE learned") and others:
            other = others.pop()
            other.start()
            other.join(PATIENCE)

    event.listen(db.engine, "after_cursor_execute", overtake)
    try:
        decide(ours, SPAM, admin)
    finally:
        event.remove(db.engine, "after_cursor_execute", overtake)
    assert counts("casino") == (2, 0)


def _relearn_elsewhere(app: Flask) -> None:
    with app.app_context():
        commit_each(learning.relearn())


def _decide_elsewhere(app: Flask, comment_id: int, admin_id: int) -> None:
    with app.app_context():
        moderating.decide(Comment.id == comment_id, SPAM, db.session.get_one(User, admin_id))
        db.session.commit()
