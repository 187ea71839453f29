"""A comment waits, and its writer comes back to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating, posting, queue, reconsidering, rendering
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment
from blog.comments.posting import Reply
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.sanitizing import safe_comment_html
from tests.factories import make_article, make_comment

DARA = Reply("Agreed, and it is the quiet part that matters.", "Dara", "dara@example.org")


@pytest.fixture
def article(author: User) -> Article:
    return make_article(author=author)


def age(comment: Comment, by: timedelta) -> str:
    """Let `comment` have been posted so long ago; the key of its link as it then was."""
    comment.created_at = now() - by
    db.session.flush()
    return reconsidering.own_key(comment)


def test_the_own_link_leads_to_the_waiting_comment(article: Article) -> None:
    comment = posting.post(article, DARA)
    key = reconsidering.own_key(comment)
    assert len(key) == 24
    assert reconsidering.own_comment(comment.id, key) is comment


def test_no_other_key_leads_there(article: Article) -> None:
    comment = posting.post(article, DARA)
    other = posting.post(article, Reply("Other", "Mina", "mina@example.org"))
    key = reconsidering.own_key(comment)
    for wrong in ("", "x" * 24, key[:-1], key + "=", key.swapcase(), reconsidering.own_key(other), "ß\0"):
        assert reconsidering.own_comment(comment.id, wrong) is None
    assert reconsidering.own_comment(10**9, key) is None


@pytest.mark.usefixtures("standing_clock")
def test_the_own_link_lasts_a_day(article: Article) -> None:
    comment = posting.post(article, DARA)
    key = age(comment, timedelta(hours=23, minutes=59))
    assert reconsidering.own_comment(comment.id, key)
    key = age(comment, timedelta(hours=24, seconds=1))
    assert reconsidering.own_comment(comment.id, key) is None


@pytest.mark.parametrize("status", [APPROVED, TRASH])
def test_the_own_link_ends_with_the_waiting(article: Article, status: str) -> None:
    comment = posting.post(article, DARA)
    comment.status = status
    db.session.flush()
    assert reconsidering.own_comment(comment.id, reconsidering.own_key(comment)) is None


def test_a_comment_that_was_called_spam_looks_to_its_writer_as_if_it_waited(article: Article) -> None:
    comment = make_comment(article, status=SPAM)
    assert reconsidering.own_comment(comment.id, reconsidering.own_key(comment)) is comment


@pytest.mark.usefixtures("standing_clock")
def test_for_ten_minutes_its_writer_may_change_it(article: Article) -> None:
    comment = posting.post(article, DARA)
    age(comment, timedelta(minutes=9, seconds=59))
    assert reconsidering.may_change(comment)
    age(comment, timedelta(minutes=10, seconds=1))
    assert not reconsidering.may_change(comment)
    age(comment, timedelta(0))
    comment.status = APPROVED
    assert not reconsidering.may_change(comment)


def test_changed_words_are_rendered_anew(article: Article) -> None:
    comment = posting.post(article, DARA)
    reconsidering.change_own(comment, "سلام *دنیا*")
    assert comment.html == "<p>سلام <em>دنیا</em></p>"
    assert comment.language == "fa"
    assert comment.edited_at


def decide_elsewhere(comment: Comment) -> None:
    """Let an admin approve `comment` after its writer's request has looked at it."""
    db.session.commit()
    assert reconsidering.may_change(comment)
    with db.engine.begin() as connection:
        connection.execute(update(Comment).values(status=APPROVED))


def test_a_comment_that_is_decided_about_in_this_moment_stays_as_it_was_read(article: Article) -> None:
    comment = posting.post(article, DARA)
    decide_elsewhere(comment)
    with pytest.raises(reconsidering.Decided):
        reconsidering.change_own(comment, "Buy pills.")
    with pytest.raises(reconsidering.Decided):
        reconsidering.remove_own(comment)
    assert (comment.status, comment.text, comment.edited_at) == (APPROVED, DARA.text, None)


def test_what_the_newsroom_has_decided_once_stays_as_it_was_read(article: Article, admin: User) -> None:
    comment = posting.post(article, DARA)
    moderating.decide(queue.chosen([comment.id], PENDING), APPROVED, admin)
    back = moderating.decide(queue.chosen([comment.id], APPROVED), PENDING, admin)
    assert not reconsidering.may_change(comment)
    with pytest.raises(reconsidering.Decided):
        reconsidering.change_own(comment, "Buy pills.")
    assert back
    moderating.undo(back, admin)
    assert (comment.status, comment.text) == (APPROVED, DARA.text)


@pytest.mark.parametrize(
    "change",
    [reconsidering.change_own, lambda comment, text: moderating.correct(comment, comment.name, "", text)],
    ids=["by its writer", "by an admin"],
)
def test_nobody_who_writes_waits_while_a_changed_text_is_rendered(
    article: Article, change: Callable[[Comment, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    comment, other = posting.post(article, DARA), make_comment(article, "Other", name="Mina")
    db.session.commit()

    def render(text: str) -> str:
        with db.engine.begin() as connection:
            connection.execute(update(Comment).where(Comment.id == other_id).values(name="Mina K."))
        return safe_comment_html(text)

    other_id = other.id
    monkeypatch.setattr(rendering, "safe_comment_html", render)
    change(comment, "Said better.")
    db.session.commit()
    assert (comment.html, other.name) == ("<p>Said better.</p>", "Mina K.")


def test_its_writer_can_take_it_back(article: Article) -> None:
    reconsidering.remove_own(posting.post(article, DARA))
    assert db.session.query(Comment).count() == 0
