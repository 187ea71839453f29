"""What an admin deletes for good is gone, and leaves an empty place where there are replies."""

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, queue
from blog.comments.filtering import Filter
from blog.comments.models import APPROVED, ERASED, SPAM, TRASH, Comment, ModerationDecision
from blog.tools.database import db
from tests.comments.moderating.conftest import decide, make_many
from tests.factories import make_comment


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
