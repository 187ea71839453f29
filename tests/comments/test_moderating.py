"""An admin decides about comments, takes it back, corrects, deletes for good."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments import erasing, moderating, queue
from blog.comments.models import (
    APPROVED,
    ERASED,
    PENDING,
    SPAM,
    TRASH,
    Comment,
    ModerationBatch,
    ModerationDecision,
)
from blog.comments.queue import Filter
from blog.tools.clock import now
from blog.tools.database import APART, db
from blog.tools.steps import commit_each, last
from tests.factories import count_queries, make_article, make_comment, make_user


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def make_many(article: Article, number: int, status: str = PENDING, *, chained: bool = False) -> list[Comment]:
    """So many comments, quickly; `chained`, each answers the one before."""
    rows = [
        {
            "id": n,
            "parent_id": n - 1 if chained and n > 1 else None,
            "article_id": article.id,
            "status": status,
            "name": f"Reader {n}",
            "hue": 0,
            "text": "Words",
            "html": "",
            "sanitizer_version": 1,
        }
        for n in range(1, number + 1)
    ]
    db.session.execute(insert(Comment), rows)
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def decide(comments: list[Comment], verdict: str, admin: User) -> ModerationBatch:
    batch = moderating.decide(queue.chosen([one.id for one in comments], comments[0].status), verdict, admin)
    assert batch
    return batch


def statuses(comments: list[Comment]) -> set[str]:
    return {one.status for one in comments}


def test_five_hundred_comments_are_one_batch_of_few_statements(article: Article, admin: User) -> None:
    wave = make_many(article, 500)
    with count_queries() as queries:
        batch = decide(wave, SPAM, admin)
    writes = [one for one in queries if not one.startswith("SELECT")]
    deciding, following = writes[:4], writes[4:]
    assert [one.split()[0] for one in deciding if "BEGIN" not in one] == ["INSERT", "INSERT", "UPDATE", "UPDATE"]
    assert len(following) < 11
    assert statuses(wave) == {SPAM}
    assert db.session.query(ModerationDecision).filter_by(batch_id=batch.id, former_status=PENDING).count() == 500


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


def test_undo_counts_what_has_been_undone_since_as_nothing(article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    wave = make_many(article, 1)
    batch = decide(wave, SPAM, admin)
    moderating.undo(decide(wave, APPROVED, omid), admin)
    assert moderating.undo(batch, admin) == moderating.Undone(1, 0)
    assert statuses(wave) == {PENDING}


def test_a_decision_about_nothing_leaves_no_batch(article: Article, admin: User) -> None:
    assert moderating.decide(queue.chosen([17], PENDING), SPAM, admin) is None
    assert db.session.query(ModerationBatch).count() == 0


def test_of_two_admins_at_the_same_moment_one_decides(app: Flask, article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    wave = [one.id for one in make_many(article, 50)]
    admins = [admin.id, omid.id]
    db.session.commit()
    together, found = threading.Barrier(2), []

    def work(admin_id: int, verdict: str, ids: list[int]) -> None:
        with app.app_context():
            who = db.session.get(User, admin_id)
            assert who
            together.wait()
            found.append(moderating.decide(queue.chosen(ids, PENDING), verdict, who) is not None)
            db.session.commit()

    threads = [
        threading.Thread(target=work, args=(admins[0], SPAM, wave)),
        threading.Thread(target=work, args=(admins[1], APPROVED, wave[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False, True]
    batch = db.session.query(ModerationBatch).one()
    assert set(db.session.scalars(select(Comment.status))) == {batch.verdict}
    assert db.session.query(ModerationDecision).count() == 50


def test_deleting_for_good_takes_the_row_away(article: Article, admin: User) -> None:
    comment = make_comment(article, status=TRASH)
    decide([comment], SPAM, admin)
    assert erasing.erase(queue.matching(Filter(SPAM))) == 1
    assert db.session.query(Comment).count() == 0
    assert db.session.query(ModerationDecision).count() == 0


def test_deleting_for_good_leaves_an_empty_place_where_there_are_replies(article: Article, admin: User) -> None:
    parent = make_comment(article, "Rude", name="Rude", website="https://rude.example/")
    reply = make_comment(article, "Quite", name="Mina", parent=parent)
    decide([parent], TRASH, admin)
    assert erasing.erase(queue.matching(Filter(TRASH))) == 1
    assert parent.status == ERASED
    kept = (parent.name, parent.text, parent.html, parent.website, parent.reasons, parent.language)
    assert kept == ("", "", "", "", [], "")
    assert (parent.address_sealed, parent.address_index, parent.fingerprint, parent.user_id) == (None,) * 4
    assert reply.status == APPROVED
    assert db.session.query(ModerationDecision).count() == 0


def test_an_empty_place_goes_with_the_last_reply_below_it(article: Article) -> None:
    parent = make_comment(article, "One", name="Rude", status=APPROVED)
    reply = make_comment(article, "Two", name="Mina", parent=parent)
    deeper = make_comment(article, "Three", name="Omid", parent=reply)
    parent.status = TRASH
    db.session.flush()
    erasing.erase(queue.matching(Filter(TRASH)))
    reply.status = deeper.status = TRASH
    db.session.flush()
    assert erasing.erase(queue.matching(Filter(TRASH))) == 2
    assert db.session.query(Comment).count() == 0


def test_a_chain_of_thousands_is_deleted_at_once(article: Article) -> None:
    make_many(article, 3000, TRASH, chained=True)
    assert erasing.erase(queue.matching(Filter(TRASH))) == 3000
    assert db.session.query(Comment).count() == 0


def test_only_what_was_named_is_deleted_for_good(article: Article) -> None:
    named, other = make_comment(article, "One", status=TRASH), make_comment(article, "Two", name="Mina", status=TRASH)
    approved = make_comment(article, "Three", name="Omid")
    assert erasing.erase(queue.chosen([named.id, approved.id], TRASH)) == 1
    assert [one.id for one in db.session.query(Comment).order_by(Comment.id)] == [other.id, approved.id]


def test_a_corrected_comment_is_rendered_anew_and_says_when(article: Article) -> None:
    comment = make_comment(article)
    moderating.correct(comment, "Dara K.", "https://dara.example/", "Now *better* <b>")
    assert comment.html == "<p>Now <em>better</em> &lt;b&gt;</p>"
    assert (comment.name, comment.website) == ("Dara K.", "https://dara.example/")
    assert comment.edited_at


def test_ten_thousand_comments_are_one_batch_and_one_undo(article: Article, admin: User) -> None:
    make_many(article, 10_000)
    batch = commit_each(moderating.decide_in_steps(queue.matching(Filter()), SPAM, admin))
    assert batch
    assert batch.number == queue.count(queue.matching(Filter(SPAM))) == 10_000
    assert commit_each(moderating.undo_in_steps(batch, admin)) == moderating.Undone(10_000, 0)
    assert queue.counts()[PENDING] == 10_000


@pytest.mark.parametrize("verb", ["decide", "undo", "erase"])
def test_others_write_between_the_steps(article: Article, admin: User, verb: str) -> None:
    make_many(article, 2 * moderating.STEP, SPAM)
    steps: Iterator[object] = moderating.decide_in_steps(queue.matching(Filter(SPAM)), TRASH, admin)
    if verb == "undo":
        batch = last(moderating.decide_in_steps(queue.matching(Filter(SPAM)), TRASH, admin))
        assert batch
        steps = moderating.undo_in_steps(batch, admin)
    elif verb == "erase":
        steps = erasing.erase_in_steps(queue.matching(Filter(SPAM)))
    db.session.commit()
    article_id, turns = article.id, []

    def watched() -> Iterator[object]:
        for step in steps:
            yield step
            # Refused after some seconds where a lock is held.
            with db.engines[APART].begin() as connection:
                written = update(Article).where(Article.id == article_id).values(standfirst=str(len(turns)))
                turns.append(connection.execute(written).rowcount)

    commit_each(watched())
    assert turns[:2] == [1, 1]


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
