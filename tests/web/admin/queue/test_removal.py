"""An admin deletes for good, after being told how many."""

import pytest

from blog.articles.models import Article
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_comment
from tests.pages import Client
from tests.web.admin.queue.conftest import wave


def test_trash_is_emptied_after_its_number_was_named(desk: Client, article: Article) -> None:
    parent = make_comment(article, "Rude", name="Rude")
    make_comment(article, "Answer", name="Mina", parent=parent)
    parent.status = TRASH
    make_comment(article, "Worse", name="Worse", status=TRASH)
    page = desk.page(desk.page("/admin/comments?status=trash").link("Empty Trash"))
    assert page.heading == "Delete 2 comments for good?"
    page = desk.submit(page, "Delete 2 comments for good")
    assert "2 comments deleted for good." in page.text
    assert [comment.status for comment in db.session.query(Comment).order_by(Comment.id)] == [ERASED, APPROVED]
    assert "This comment was removed." in desk.page(article_url(article)).text


def test_what_comes_in_meanwhile_neither_hinders_emptying_nor_is_deleted(desk: Client, article: Article) -> None:
    wave(article, 2, SPAM)
    page = desk.page(desk.page("/admin/comments?status=spam").link("Empty Spam"))
    make_comment(article, "Late", name="Late", status=SPAM)
    page = desk.submit(page, "Delete 2 comments for good")
    assert "2 comments deleted for good." in page.text
    assert [comment.name for comment in db.session.query(Comment)] == ["Late"]


def test_selected_ones_are_deleted_for_good_from_trash(desk: Client, article: Article) -> None:
    one, _two = wave(article, 2, TRASH)
    page = desk.submit(desk.page("/admin/comments?status=trash"), "Delete for good selected", id=[str(one.id)])
    assert page.heading == "Delete this comment for good?"
    desk.submit(page, "Delete this comment for good")
    assert [comment.name for comment in db.session.query(Comment)] == ["Reader1"]


def test_more_than_was_named_is_not_deleted(desk: Client, article: Article) -> None:
    one, two = wave(article, 2, TRASH)
    two.status = PENDING
    page = desk.page("/admin/comments/removal?status=trash&all=1")
    two.status = TRASH
    page = desk.submit(page, "Delete this comment for good", status=409)
    assert page.heading == "Delete 2 comments for good?"
    assert one.status == two.status == TRASH


@pytest.mark.parametrize("status", [PENDING, APPROVED])
def test_nothing_is_deleted_for_good_from_elsewhere(desk: Client, article: Article, status: str) -> None:
    make_comment(article, status=status)
    desk.page(f"/admin/comments/removal?status={status}&all=1", 404)
