"""An admin clears the queue without a script: one by one, some at once, or all that match."""

import pytest

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, ModerationBatch
from blog.comments.reporting import Report
from blog.tools.database import db
from tests.factories import make_comment
from tests.pages import Client
from tests.web.admin.queue.conftest import names, press, wave


def test_one_is_approved_and_the_next_comes_up(desk: Client, article: Article) -> None:
    first, second = wave(article, 2)
    place = press(desk, desk.page("/admin/comments"), "approved", first)
    assert place.endswith(f"#c{second.id}")
    assert first.status == APPROVED
    page = desk.page(place)
    assert "Comment by Reader0 approved." in page.text
    assert names(page) == ["Reader1"]
    page = desk.submit(page, "Undo")
    assert "Undone. The comment is where it was before." in page.text
    assert first.status == PENDING
    assert names(page) == ["Reader0", "Reader1"]


@pytest.mark.parametrize(
    ("status", "name", "after"),
    [
        (PENDING, "spam", SPAM),
        (PENDING, "trash", TRASH),
        (APPROVED, "pending", PENDING),
        (SPAM, "approved", APPROVED),
        (TRASH, "pending", PENDING),
    ],
)
def test_every_tab_has_its_buttons(desk: Client, article: Article, status: str, name: str, after: str) -> None:
    comment = make_comment(article, status=status)
    press(desk, desk.page(f"/admin/comments?status={status}"), name, comment)
    assert comment.status == after


def test_selected_ones_are_marked_as_spam_and_brought_back(desk: Client, article: Article) -> None:
    one, two, three = wave(article, 3)
    page = desk.submit(desk.page("/admin/comments"), "Spam selected", id=[str(one.id), str(three.id)])
    assert "2 marked as spam." in page.text
    assert [one.status, two.status, three.status] == [SPAM, PENDING, SPAM]
    page = desk.submit(page, "Undo")
    assert "Undone. 2 comments are where they were before." in page.text
    assert {one.status, three.status} == {PENDING}


def test_nothing_selected_says_so(desk: Client, article: Article) -> None:
    (one,) = wave(article, 1)
    page = desk.submit(desk.page("/admin/comments"), "Approve selected")
    assert "Select one or more comments first." in page.text
    assert one.status == PENDING


def test_all_that_match_are_meant_and_not_those_that_came_later(desk: Client, article: Article) -> None:
    spam = wave(article, 30)
    other = make_comment(article, "Something else", name="Mina", status=PENDING)
    page = desk.page("/admin/comments?q=words")
    assert "Select all 30 that match" in page.text
    late = make_comment(article, "Words, late", name="Late", status=PENDING)
    page = desk.submit(page, "Spam selected", all="1")
    assert "30 marked as spam." in page.text
    assert {one.status for one in spam} == {SPAM}
    assert other.status == late.status == PENDING
    assert db.session.query(ModerationBatch).count() == 1


def test_of_all_in_a_tab_those_that_were_moved_there_later_are_not_meant(
    desk: Client, article: Article, admin: User
) -> None:
    called_spam, public = make_comment(article, "Pills", status=PENDING), make_comment(article, "Old and public")
    waiting = wave(article, 30)
    spam = moderating.decide(queue.chosen([called_spam.id], PENDING), SPAM, admin)
    assert spam
    page = desk.page("/admin/comments")
    moderating.undo(spam, admin)
    moderating.decide(queue.chosen([public.id], APPROVED), PENDING, admin)
    page = desk.submit(page, "Approve selected", all="1")
    assert "30 approved." in page.text
    assert {one.status for one in waiting} == {APPROVED}
    assert called_spam.status == public.status == PENDING


def test_of_all_that_are_reported_those_that_were_reported_later_are_not_meant(desk: Client, article: Article) -> None:
    public, *some = wave(article, 31, APPROVED)
    db.session.add_all(Report(comment_id=one.id, reason="spam") for one in some)
    page = desk.page("/admin/comments?status=reported")
    db.session.add_all(Report(comment_id=one.id, reason="other") for one in (public, some[0]))
    page = desk.submit(page, "Delete selected", all="1")
    assert "30 moved to Trash." in page.text
    assert public.status == APPROVED
