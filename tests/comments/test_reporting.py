"""What readers report, and what becomes of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, moderating, purging, queue, reporting
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.posting import SAME_CLICK
from blog.comments.queue import REPORTED, Filter
from blog.comments.reporting import MANY, WORDS_SHOWN, Report
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_comment


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def complain(comment: Comment, *networks: str, reason: str = "off-topic", words: str = "", hours: float = 1) -> None:
    """A report from each of these networks, so many hours ago."""
    at = now() - timedelta(hours=hours)
    for network in networks:
        index = network.encode()
        row = Report(comment_id=comment.id, reason=reason, words=words, network_index=index, created_at=at)
        db.session.add(row)
    db.session.flush()


def reported() -> list[str]:
    return [comment.name for comment in queue.page(Filter(REPORTED), 1).items]


def open_reports() -> int:
    return db.session.scalar(select(func.count(Report.id)).where(Report.settled_at.is_(None))) or 0


def test_those_that_three_readers_report_come_first_then_the_oldest_report(article: Article) -> None:
    young, old, many, hidden = (make_comment(article, name=name) for name in ("Young", "Old", "Many", "Hidden"))
    complain(young, "a", hours=1)
    complain(old, "a", "b", hours=5)
    complain(many, *"abc"[:MANY], hours=0.1)
    complain(hidden, "a")
    hidden.status = SPAM
    make_comment(article, name="Quiet")
    assert reported() == ["Many", "Old", "Young"]
    assert queue.counts()[REPORTED] == 3
    assert {many.status, old.status} == {APPROVED}


def test_a_card_says_how_many_readers_object_why_and_in_which_words(article: Article) -> None:
    comment = make_comment(article)
    complain(comment, "a", "b", words="Not about boats")
    complain(comment, "c", reason="abuse", words="Rude")
    complain(comment, "d", reason="abuse")
    complain(comment, "e", reason="abuse")
    complaint = queue.cards([comment])[0].complaint
    assert complaint
    assert complaint.sentence == "Reported by 5 readers: abuse or threats, off topic"
    assert complaint.words == ["Not about boats", "Not about boats", "Rude"]
    complain(comment, *(f"n{number}" for number in range(20)), words="Again")
    complaint = queue.cards([comment])[0].complaint
    assert complaint
    assert len(complaint.words) == WORDS_SHOWN
    assert queue.cards([make_comment(article, name="Quiet")])[0].complaint is None


@pytest.mark.parametrize("status", [APPROVED, PENDING, SPAM])
def test_a_decision_settles_the_reports_and_undoing_it_opens_them_again(
    article: Article, admin: User, status: str
) -> None:
    comment, other = make_comment(article), make_comment(article, name="Other")
    complain(comment, "a", "b")
    complain(other, "a")
    batch = moderating.decide(queue.chosen([comment.id], REPORTED), status, admin)
    assert batch
    assert open_reports() == 1
    assert reported() == ["Other"]
    reporting.settle([comment.id, other.id])
    assert open_reports() == 1
    moderating.undo(batch, admin)
    assert comment.status == APPROVED
    assert open_reports() == 3
    assert sorted(reported()) == ["Dara", "Other"]


def test_what_is_reported_after_the_decision_is_open_and_stays_so_when_it_is_undone(
    article: Article, admin: User
) -> None:
    comment = make_comment(article)
    complain(comment, "a")
    batch = moderating.decide(queue.chosen([comment.id], REPORTED), APPROVED, admin)
    assert batch
    complain(comment, "b", hours=-1)
    reporting.settle([comment.id])
    assert (open_reports(), reported()) == (1, ["Dara"])
    moderating.undo(batch, admin)
    assert open_reports() == 2


def test_an_earlier_decision_settles_nothing(article: Article, admin: User) -> None:
    comment = make_comment(article, status=PENDING)
    moderating.decide(queue.chosen([comment.id], PENDING), APPROVED, admin)
    complain(comment, "a", hours=-1)
    reporting.settle([comment.id])
    assert reported() == ["Dara"]


def test_one_network_reports_one_comment_once(app: Flask, article: Article) -> None:
    comments = [make_comment(article, name=name) for name in ("Dara", "Mina")]
    for ip in ("203.0.113.1", "203.0.113.200", "198.51.100.1"):
        for comment in comments:
            db.session.commit()
            reporting.report(comment, "spam", "", ip)
    rows = db.session.scalars(select(Report)).all()
    assert len(rows) == 4
    # Nobody can tell that two of them came from one place.
    assert len({row.network_index for row in rows}) == 4


def test_the_database_refuses_the_second_of_two_clicks_at_one_moment(article: Article) -> None:
    comment = make_comment(article)
    complain(comment, "a")
    with pytest.raises(IntegrityError):
        complain(comment, "a")


def test_where_reports_came_from_goes_with_the_origins_and_the_reports_stay(article: Article) -> None:
    comment = make_comment(article)
    complain(comment, "old", "older", hours=24 * 30.01)
    complain(comment, "young", hours=24 * 29.99)
    assert purging.due().reporters == 2
    assert sum(one.reporters for one in purging.purge()) == 2
    assert set(db.session.scalars(select(Report.network_index))) == {None, b"young"}
    complaint = queue.cards([comment])[0].complaint
    assert complaint
    assert complaint.sentence == "Reported by 3 readers: off topic"


@pytest.mark.settings(ORIGIN_DAYS=0)
def test_without_origins_one_network_is_one_reader_and_is_not_kept(article: Article) -> None:
    comment = make_comment(article)
    for _ in range(MANY):
        db.session.commit()
        reporting.report(comment, "spam", "", "203.0.113.1")
    complaint = queue.cards([comment])[0].complaint
    assert complaint
    assert complaint.sentence == "Reported by 1 reader: spam"
    db.session.scalars(select(Report)).one().created_at -= SAME_CLICK
    assert sum(one.reporters for one in purging.purge()) == 1
    assert db.session.scalars(select(Report.network_index)).all() == [None]


def test_of_a_comment_that_is_erased_no_report_is_left(article: Article) -> None:
    above = make_comment(article)
    make_comment(article, "An answer", parent=above, name="Mina")
    complain(above, "a", words="About Dara")
    erasing.erase(Comment.id == above.id)
    assert db.session.scalars(select(Report)).all() == []
