"""What has been kept long enough goes for good, and nothing else does."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, moderating, posting, purging, queue
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment, ModerationDecision
from blog.comments.purging import Due
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_comment


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def days_ago(days: float) -> dict[str, object]:
    """Columns of a comment that was posted, nobody knows where, and became what it is, so long ago."""
    moment = now() - timedelta(days=days)
    return {"created_at": moment, "status_since": moment, "fingerprint": None}


def purge() -> Due:
    """Carry it out; what went."""
    origins = discarded = 0
    for gone in purging.purge():
        db.session.commit()
        origins, discarded = origins + gone.origins, discarded + gone.discarded
    return Due(origins, discarded)


def left() -> dict[str, str]:
    return {comment.name: comment.status for comment in db.session.scalars(select(Comment).order_by(Comment.id))}


def test_spam_and_trash_go_after_thirty_days_and_nothing_else(article: Article) -> None:
    for status in (SPAM, TRASH, PENDING, APPROVED):
        make_comment(article, name=f"{status}-old", status=status, **days_ago(30.01))
        make_comment(article, name=f"{status}-young", status=status, **days_ago(29.99))
    assert purging.due() == purge() == Due(0, 2)
    assert left() == {
        "spam-young": SPAM,
        "trash-young": TRASH,
        "pending-old": PENDING,
        "pending-young": PENDING,
        "approved-old": APPROVED,
        "approved-young": APPROVED,
    }
    assert purging.due() == purge() == Due(0, 0)


def test_the_days_count_from_the_decision(article: Article, admin: User) -> None:
    old = make_comment(article, name="Long approved", **days_ago(400))
    moderating.decide(queue.chosen([old.id], APPROVED), SPAM, admin)
    assert purge().discarded == 0
    old.status_since = now() - timedelta(days=31)
    batch = moderating.decide(queue.chosen([old.id], SPAM), TRASH, admin)
    assert purge().discarded == 0
    assert batch
    old.status_since = now() - timedelta(days=31)
    moderating.undo(batch, admin)
    assert purge().discarded == 0
    old.status_since = now() - timedelta(days=31)
    assert purge().discarded == 1


def test_a_thread_keeps_its_shape(article: Article, admin: User) -> None:
    above = make_comment(article, "Once approved", name="Above")
    reply = make_comment(article, "A reply that stays", name="Reply", parent=above)
    moderating.decide(queue.chosen([above.id], APPROVED), SPAM, admin)
    above.status_since = now() - timedelta(days=31)
    assert purge() == Due(0, 1)
    db.session.expire_all()
    assert (above.status, above.name, above.text, above.address_sealed) == (ERASED, "", "", None)
    assert (reply.status, reply.parent_id) == (APPROVED, above.id)
    assert db.session.scalars(select(ModerationDecision)).all() == []


def test_where_comments_came_from_goes_after_thirty_days(article: Article) -> None:
    old = make_comment(article, name="Old", ip_sealed=b"x", user_agent="Browser", **days_ago(30.01))
    half = make_comment(article, name="Half", user_agent="Browser", **days_ago(99))
    young = make_comment(article, name="Young", ip_sealed=b"x", user_agent="Browser", **days_ago(29.99))
    old.fingerprint, young.fingerprint = b"old", b"young"
    assert purging.due() == purge() == Due(2, 0)
    assert (old.ip_sealed, old.user_agent, old.fingerprint, half.user_agent) == (None, "", None, "")
    assert (young.ip_sealed, young.user_agent, young.fingerprint) == (b"x", "Browser", b"young")


@pytest.mark.settings(ORIGIN_DAYS=0, SPAM_DAYS=0)
def test_nought_is_not_at_all_for_origins_and_for_ever_for_spam(article: Article) -> None:
    make_comment(article, name="Spam", status=SPAM, ip_sealed=b"x", **days_ago(9999))
    assert purging.due() == purge() == Due(1, 0)


@pytest.mark.settings(ORIGIN_DAYS=0)
def test_the_same_click_is_known_as_such_between_two_purges(article: Article) -> None:
    reply, origin = posting.Reply("Words", "Dara", "dara@example.org"), posting.Origin("203.0.113.7")
    first = posting.post(article, reply, origin)
    purge()
    assert posting.post(article, reply, origin).id == first.id
    first.created_at -= posting.SAME_CLICK
    assert purge() == Due(1, 0)
    assert first.fingerprint is None


def test_what_the_newsroom_said_has_no_origin(article: Article, admin: User) -> None:
    own = posting.post_as_staff(article, "Thank you.", None, admin)
    own.created_at = now() - timedelta(days=99)
    assert purging.due() == purge() == Due(0, 0)


@pytest.mark.settings(ORIGIN_DAYS=36_500, SPAM_DAYS=36_500)
def test_a_century_can_be_counted_back(article: Article) -> None:
    make_comment(article, name="Spam", status=SPAM, ip_sealed=b"x", **days_ago(9999))
    assert purging.due() == purge() == Due(0, 0)


def test_much_goes_in_batches(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 3)
    monkeypatch.setattr(erasing, "STEP", 3)
    for number in range(10):
        make_comment(article, name=f"Spam{number}", status=SPAM, user_agent="x", **days_ago(31))
    batches = []
    for gone in purging.purge():
        db.session.commit()
        batches.append(gone)
    assert [one.origins for one in batches if one.origins] == [3, 3, 3, 1]
    assert [one.discarded for one in batches if one.discarded] == [3, 3, 3, 1]
    assert left() == {}


def test_one_that_is_approved_meanwhile_stays(article: Article, admin: User, app: Flask) -> None:
    saved = make_comment(article, name="Saved", status=SPAM, user_agent="x", **days_ago(31))
    batches = purging.purge()
    next(batches)
    db.session.commit()
    moderating.decide(queue.chosen([saved.id], SPAM), APPROVED, admin)
    db.session.commit()
    assert sum(one.discarded for one in batches) == 0
    assert left() == {"Saved": APPROVED}
