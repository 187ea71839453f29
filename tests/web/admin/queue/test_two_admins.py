"""An admin is told what another one has decided meanwhile, and asked."""

import pytest
from flask import Flask

from blog.accounts.models import ADMIN
from blog.articles.models import Article
from blog.comments import moderating, queue, reconsidering
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH
from blog.tools.database import db
from tests.factories import changed_after, make_comment, make_user, nobody_waits_for_pages
from tests.pages import Client, sign_in
from tests.web.admin.queue.conftest import press, wave


def test_another_admin_was_faster(app: Flask, desk: Client, article: Article) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    (comment,) = wave(article, 1)
    page = desk.page("/admin/comments")
    other = app.test_client()
    sign_in(other, omid)
    press(other, other.page("/admin/comments"), "spam", comment)
    page = desk.submit(page, "Approvea", status=409)
    assert "Omid Karimi already marked this as spam, less than a minute ago." in page.text
    assert comment.status == SPAM
    assert page.link("Leave it") == "/admin/comments?status=pending"
    page = desk.submit(page, "Approve anyway")
    assert "Comment by Reader0 approved." in page.text
    assert comment.status == APPROVED


def test_another_admin_was_faster_by_a_moment_and_nobody_waits(desk: Client, article: Article) -> None:
    (comment,) = wave(article, 1)
    page = desk.page("/admin/comments")
    with changed_after("comments.id >", "UPDATE comments SET status = 'spam'"), nobody_waits_for_pages():
        page = desk.submit(page, "Approvea", status=409)
    assert "This comment is in Spam by now." in page.text
    assert comment.status == SPAM


def test_of_many_only_the_changed_ones_are_asked_about(app: Flask, desk: Client, article: Article) -> None:
    one, two, gone = wave(article, 3)
    page = desk.page("/admin/comments")
    one.status = TRASH
    ids = [str(one.id), str(two.id), str(gone.id)]
    db.session.delete(gone)
    page = desk.submit(page, "Approve selected", id=ids, status=409)
    assert "Comment by Reader1 approved." in page.text
    assert "This comment is in Trash by now." in page.text
    assert "This comment has been deleted for good." in page.text
    assert (one.status, two.status) == (TRASH, APPROVED)


def test_what_its_writer_has_changed_meanwhile_is_not_approved_unread(desk: Client, article: Article) -> None:
    changed, other = wave(article, 2)
    page = desk.page("/admin/comments")
    reconsidering.change_own(changed, "Buy pills. " * 20)
    page = desk.submit(page, "Approve selected", id=[str(changed.id), str(other.id)], status=409)
    assert "This comment has been changed since you were shown it." in page.text
    assert changed.text.strip() in page.text
    assert (changed.status, other.status) == (PENDING, APPROVED)
    desk.submit(page, "Approve anyway")
    assert changed.status == APPROVED


def test_a_comment_that_got_the_number_of_a_deleted_one_is_not_approved_unread(desk: Client, article: Article) -> None:
    (shown,) = wave(article, 1)
    page = desk.page("/admin/comments")
    reconsidering.remove_own(shown)
    unread = make_comment(article, "Buy pills.", status=PENDING)
    desk.submit(page, "Approvea", status=409)
    assert unread.status == PENDING


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_comment_that_got_the_number_of_a_deleted_one_is_not_called_spam_for_it(
    desk: Client, article: Article
) -> None:
    (shown,) = wave(article, 1)
    page = desk.page("/admin/comments")
    number = shown.id
    reconsidering.remove_own(shown)
    bert = make_comment(article, "Good morning.", name="Bert", status=PENDING)
    assert bert.id == number
    page = desk.submit(page, "Spams", status=409)
    assert "Good morning." in page.text
    assert bert.status == PENDING
    desk.submit(page, "Mark as spam anyway")
    assert bert.status == SPAM


def test_of_all_that_match_what_was_changed_meanwhile_stays_where_it_is(desk: Client, article: Article) -> None:
    some = wave(article, 30)
    page = desk.page("/admin/comments?q=words")
    reconsidering.change_own(some[0], "Other words")
    page = desk.submit(page, "Approve selected", all="1")
    assert "29 approved." in page.text
    assert some[0].status == PENDING


def test_no_change_saves_a_comment_from_being_called_spam(desk: Client, article: Article) -> None:
    (comment,) = wave(article, 1)
    page = desk.page("/admin/comments")
    reconsidering.change_own(comment, "Other words")
    press(desk, page, "spam", comment)
    assert comment.status == SPAM


def test_a_press_that_says_nonsense_of_what_was_shown_approves_nothing(desk: Client, article: Article) -> None:
    (comment,) = wave(article, 1)
    page = desk.page("/admin/comments")
    for moment in ("yesterday", "0001-01-01T00:00", "2026-11-27T99:00", "2026-11-27T09:00 tomorrow"):
        desk.submit(page, "Approvea", shown=f"{comment.id} {moment}", status=400)
    assert comment.status == PENDING


def test_of_what_another_admin_took_the_changed_ones_are_not_approved_unread(
    app: Flask, desk: Client, article: Article
) -> None:
    some = wave(article, 30)
    page = desk.page("/admin/comments?q=words")
    reconsidering.change_own(some[0], "Words of another kind")
    reconsidering.change_own(some[1], "Words " + "and words " * 50 + "to the last")
    moderating.decide(queue.chosen([one.id for one in some], PENDING), SPAM, make_user("Omid Karimi", ADMIN))
    asked = desk.submit(page, "Approve selected", all="1", status=409)
    desk.submit(asked, "Approve anyway")
    assert [one.status for one in some] == [SPAM, SPAM] + [APPROVED] * 28
    # One by one they are shown whole, and can be.
    asked = desk.submit(page, "Approve selected", id=[str(some[1].id)], status=409)
    assert "to the last" in asked.text
    desk.submit(asked, "Approve anyway")
    assert some[1].status == APPROVED


def test_the_same_button_twice_is_no_quarrel(desk: Client, article: Article) -> None:
    one, _two = wave(article, 2)
    page = desk.page("/admin/comments")
    press(desk, page, "approved", one)
    page = desk.page(press(desk, page, "approved", one))
    assert "You already approved this, less than a minute ago." in page.text
    assert page.form("Undo")


def test_an_undo_of_somebody_elses_decision_is_not_offered(app: Flask, desk: Client, article: Article) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    (comment,) = wave(article, 1)
    place = press(desk, desk.page("/admin/comments"), "spam", comment)
    other = app.test_client()
    sign_in(other, omid)
    assert "Undo" not in [button.text for button in other.page(place).all("button")]


def test_of_all_that_match_those_that_somebody_else_took_are_told_and_asked_about(
    app: Flask, desk: Client, article: Article
) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    some = wave(article, 30)
    taken = some[:2]
    other = make_comment(article, "Something else", name="Mina", status=PENDING)
    page = desk.page("/admin/comments?q=words")
    late = make_comment(article, "Words, late", name="Late", status=PENDING)
    moderating.decide(queue.chosen([*(one.id for one in taken), other.id, late.id], PENDING), APPROVED, omid)
    page = desk.submit(page, "Spam selected", all="1", status=409)
    assert "28 marked as spam." in page.text
    assert "Omid Karimi already approved 2 of them, less than a minute ago." in page.text
    assert {one.status for one in taken} == {APPROVED}
    page = desk.submit(page, "Mark as spam anyway")
    assert "2 marked as spam." in page.text
    assert {one.status for one in some} == {SPAM}
    assert {other.status, late.status} == {APPROVED}


def test_of_all_that_others_took_alike_each_comment_is_counted(desk: Client, article: Article) -> None:
    omid, tara = make_user("Omid Karimi", ADMIN), make_user("Tara Azadi", ADMIN)
    some = [one.id for one in wave(article, 30)]
    page = desk.page("/admin/comments")
    moderating.decide(queue.chosen(some[:2], PENDING), SPAM, omid)
    moderating.decide(queue.chosen(some[2:5], PENDING), SPAM, tara)
    page = desk.submit(page, "Spam selected", all="1")
    assert "5 were already marked as spam." in page.text


def test_an_undo_tells_what_others_have_decided_since_and_asks(desk: Client, article: Article) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    one, two = wave(article, 2)
    page = desk.submit(desk.page("/admin/comments"), "Spam selected", id=[str(one.id), str(two.id)])
    moderating.decide(queue.chosen([two.id], SPAM), APPROVED, omid)
    page = desk.submit(page, "Undo", status=409)
    assert "Omid Karimi already approved 1 of them, less than a minute ago." in page.text
    assert (one.status, two.status) == (PENDING, APPROVED)
    page = desk.submit(page, "Bring it back anyway")
    assert "Undone. The comment is where it was before." in page.text
    assert two.status == PENDING
