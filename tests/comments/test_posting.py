"""A comment is posted: held or published, once, and only where it may be."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.colouring import hue
from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import posting
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment
from blog.comments.posting import AlreadyPosted, Closed, Origin, ParentGone, Reply
from blog.tools.clock import now
from blog.tools.crypto import unseal
from blog.tools.database import db
from tests.factories import make_article, make_comment

DARA = Reply("Agreed, and it is the quiet part that matters.", "Dara", "dara@example.org")


@pytest.fixture
def article(author: User) -> Article:
    return make_article(author=author)


def test_a_first_comment_is_held_and_says_why(article: Article) -> None:
    comment = posting.post(article, DARA)
    assert comment.status == PENDING
    assert comment.reasons == ["First comment from this address"]


def test_a_known_address_is_published_at_once_however_it_is_typed(article: Article) -> None:
    make_comment(article, "Earlier", status=APPROVED)
    comment = posting.post(article, Reply("Words", "Somebody", " DARA@example.org "))
    assert (comment.status, comment.reasons) == (APPROVED, [])


def test_an_address_known_for_spam_alone_is_held(article: Article) -> None:
    make_comment(article, "Earlier", status=SPAM)
    assert posting.post(article, DARA).status == PENDING


def test_the_address_is_kept_sealed(article: Article) -> None:
    comment = posting.post(article, DARA)
    assert comment.address_sealed
    assert b"dara" not in comment.address_sealed
    assert unseal(comment.address_sealed) == "dara@example.org"
    assert comment.address_index == posting.address_index("Dara@Example.org ")


def test_where_it_came_from_is_kept_sealed_and_cut(article: Article) -> None:
    comment = posting.post(article, DARA, Origin("203.0.113.7", "Browser\0\ud800\n" + "x" * 999))
    assert comment.ip_sealed
    assert b"203.0" not in comment.ip_sealed
    assert unseal(comment.ip_sealed) == "203.0.113.7"
    assert comment.user_agent == "Browser" + "x" * 293
    db.session.flush()


@pytest.mark.settings(ORIGIN_DAYS=0)
def test_where_it_came_from_need_not_be_kept(article: Article) -> None:
    comment = posting.post(article, DARA, Origin("203.0.113.7", "Browser"))
    assert (comment.ip_sealed, comment.user_agent) == (None, "")


def test_it_is_noted_since_when_a_comment_is_what_it_is(article: Article) -> None:
    comment = posting.post(article, DARA)
    comment.status_since -= timedelta(days=9)
    comment.status = PENDING
    assert now() - comment.status_since > timedelta(days=8)
    comment.status = SPAM
    assert now() - comment.status_since < timedelta(hours=1)


def test_the_colour_is_the_same_for_the_same_address(article: Article) -> None:
    assert hue("dara@example.org") == hue(" DARA@example.org")
    assert {hue(f"{number}@example.org") for number in range(200)} == set(range(8))


def test_the_newsroom_is_published_at_once(article: Article, author: User) -> None:
    comment = posting.post_as_staff(article, "Thank you.", None, author)
    assert (comment.status, comment.user_id, comment.name) == (APPROVED, author.id, author.name)
    assert comment.address_sealed is comment.address_index is None


def test_sent_twice_is_one_comment(article: Article) -> None:
    first = posting.post(article, DARA)
    again = posting.post(article, Reply(f"  {DARA.text.replace(' ', '  ')} ", "D.", "DARA@example.org"))
    assert again.id == first.id
    assert db.session.query(Comment).count() == 1


def test_the_same_words_later_are_refused(article: Article) -> None:
    posting.post(article, DARA).created_at -= timedelta(minutes=10, seconds=1)
    with pytest.raises(AlreadyPosted):
        posting.post(article, DARA)
    assert db.session.query(Comment).count() == 1


def test_the_same_words_by_another_or_elsewhere_are_another_comment(article: Article) -> None:
    first = make_comment(article, DARA.text)
    posting.post(article, Reply(DARA.text, "Mina", "mina@example.org"))
    posting.post(article, Reply(DARA.text, "Dara", "dara@example.org", parent_id=first.id))
    posting.post(make_article("Another"), DARA)
    assert db.session.query(Comment).count() == 4


def test_sent_twice_at_the_same_moment_is_one_comment(app: Flask, article: Article) -> None:
    article_id = article.id
    db.session.commit()
    together, ids = threading.Barrier(2), []

    def send() -> None:
        with app.app_context():
            there = db.session.get(Article, article_id)
            assert there
            together.wait(30)
            ids.append(posting.post(there, DARA).id)
            db.session.commit()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert db.session.query(Comment).count() == 1


@pytest.mark.parametrize("status", [PENDING, SPAM, TRASH])
def test_only_what_readers_see_can_be_answered(article: Article, status: str) -> None:
    parent = make_comment(article, status=status)
    with pytest.raises(ParentGone):
        posting.post(article, Reply("Words", "Mina", "mina@example.org", parent_id=parent.id))


def test_a_comment_on_another_article_cannot_be_answered_here(article: Article) -> None:
    elsewhere = make_comment(make_article("Another"))
    for gone in (elsewhere.id, elsewhere.id + 1):
        with pytest.raises(ParentGone):
            posting.post(article, Reply("Words", "Mina", "mina@example.org", parent_id=gone))


def test_a_closed_article_takes_no_comments_from_anybody(author: User) -> None:
    closed = make_article(comments_open=False)
    with pytest.raises(Closed):
        posting.post(closed, DARA)
    with pytest.raises(Closed):
        posting.post_as_staff(closed, "Words", None, author)


@pytest.mark.settings(COMMENTS_CLOSE_AFTER_DAYS=7)
def test_comments_close_by_themselves_after_some_days(author: User) -> None:
    young = make_article("Young", published=timedelta(days=-7, minutes=1))
    old = make_article("Old", published=timedelta(days=-7, minutes=-1))
    posting.post(young, DARA)
    with pytest.raises(Closed):
        posting.post(old, DARA)


def test_comments_never_close_by_themselves_unless_told_to(author: User) -> None:
    assert posting.is_open(make_article(published=timedelta(days=-4000)))
