"""An admin decides about comments, once and in one batch, and corrects one."""

import threading

from flask import Flask
from sqlalchemy import select

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.models import APPROVED, PENDING, SPAM, Comment, ModerationBatch, ModerationDecision
from blog.tools.database import db
from tests.comments.moderating.conftest import decide, make_many, statuses
from tests.factories import count_queries, make_comment, make_user


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


def test_a_decision_about_nothing_leaves_no_batch(article: Article, admin: User) -> None:
    assert moderating.decide(queue.chosen([17], PENDING), SPAM, admin) is None
    assert db.session.query(ModerationBatch).count() == 0


def test_of_two_admins_at_the_same_moment_one_decides(app: Flask, article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    wave = [one.id for one in make_many(article, 50)]
    admins = [admin.id, omid.id]
    db.session.commit()
    together, found = threading.Barrier(2), []

    def work(admin_id: int, status: str, ids: list[int]) -> None:
        with app.app_context():
            who = db.session.get(User, admin_id)
            assert who
            together.wait(30)
            found.append(moderating.decide(queue.chosen(ids, PENDING), status, who) is not None)
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
    assert set(db.session.scalars(select(Comment.status))) == {batch.new_status}
    assert db.session.query(ModerationDecision).count() == 50


def test_a_corrected_comment_is_rendered_anew_and_says_when(article: Article) -> None:
    comment = make_comment(article)
    moderating.correct(comment, "Dara K.", "https://dara.example/", "Now *better* <b>")
    assert comment.html == "<p>Now <em>better</em> &lt;b&gt;</p>"
    assert (comment.name, comment.website) == ("Dara K.", "https://dara.example/")
    assert comment.edited_at
