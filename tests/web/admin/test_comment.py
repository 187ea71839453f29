"""An admin replies to a comment and corrects one."""

import pytest

from blog.accounts.models import User
from blog.articles import publishing
from blog.articles.models import Article
from blog.comments import erasing, moderating, reconsidering
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, Comment
from blog.tools.database import db
from tests.factories import all_writes_refused, make_comment
from tests.pages import Client


def replies(comment: Comment) -> list[Comment]:
    return db.session.query(Comment).filter_by(parent_id=comment.id).all()


def test_a_reply_approves_what_it_answers(desk: Client, article: Article, admin: User) -> None:
    comment = make_comment(article, status=PENDING)
    page = desk.page("/admin/comments")
    page = desk.page(page.link("Replyr"))
    assert "approves the comment above" in page.text
    page = desk.submit(page, "Post reply", comment="Thank *you*.")
    assert "Your reply is published." in page.text
    assert comment.status == APPROVED
    (reply,) = replies(comment)
    assert (reply.status, reply.user_id, reply.html) == (APPROVED, admin.id, "<p>Thank <em>you</em>.</p>")


def test_a_reply_does_not_approve_what_was_changed_while_it_was_written(desk: Client, article: Article) -> None:
    comment = make_comment(article, status=PENDING)
    page = desk.page(f"/admin/comments/{comment.id}/reply")
    reconsidering.change_own(comment, "Buy pills.")
    page = desk.submit(page, "Post reply", comment="Thank you.", status=422)
    assert "This comment has been changed since you opened the page. Read it again, then reply" in page.text
    assert "Buy pills." in page.text
    assert page.one("textarea").raw_text.strip() == "Thank you."
    assert (comment.status, replies(comment)) == (PENDING, [])
    desk.submit(page, "Post reply")
    assert comment.status == APPROVED


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_reply_is_not_published_below_a_comment_that_got_the_number_of_a_deleted_one(
    desk: Client, article: Article
) -> None:
    ann = make_comment(article, name="Ann", status=PENDING)
    page = desk.page(f"/admin/comments/{ann.id}/reply")
    number = ann.id
    reconsidering.remove_own(ann)
    bert = make_comment(article, "Good morning.", name="Bert")
    assert bert.id == number
    page = desk.submit(page, "Post reply", comment="Dear Ann", status=422)
    assert "This comment has been changed since you opened the page. Read it again, then reply" in page.text
    assert page.heading == "Reply to Bert"
    assert replies(bert) == []


def test_a_reply_to_what_its_writer_has_deleted_meanwhile_comes_back(desk: Client, article: Article) -> None:
    comment = make_comment(article, status=PENDING)
    page = desk.page(f"/admin/comments/{comment.id}/reply")
    reconsidering.remove_own(comment)
    page = desk.submit(page, "Post reply", comment="Thank you.", status=404)
    assert "This comment has been deleted. What you wrote is below" in page.text
    assert page.one("textarea", name="comment").text == "Thank you."


def test_a_reply_that_the_database_does_not_take_comes_back(desk: Client, article: Article) -> None:
    comment_id = make_comment(article, status=PENDING).id
    page = desk.page(f"/admin/comments/{comment_id}/reply")
    with all_writes_refused():
        page = desk.submit(page, "Post reply", comment="Thank you.", status=503)
    assert "This could not be saved. All that you typed is still here." in page.text
    assert page.one("textarea", name="comment").text == "Thank you."
    desk.submit(page, "Send again")
    comment = db.session.get_one(Comment, comment_id)
    assert (comment.status, [reply.text for reply in replies(comment)]) == (APPROVED, ["Thank you."])


def test_a_press_in_the_queue_that_the_database_does_not_take_is_made_again(desk: Client, article: Article) -> None:
    comment_id = make_comment(article, status=PENDING).id
    page = desk.page("/admin/comments")
    with all_writes_refused():
        page = desk.submit(page, "Approvea", status=503)
    desk.submit(page, "Send again")
    assert db.session.get_one(Comment, comment_id).status == APPROVED


def test_an_empty_reply_comes_back_and_approves_nothing(desk: Client, article: Article) -> None:
    comment = make_comment(article, status=PENDING)
    page = desk.submit(desk.page(f"/admin/comments/{comment.id}/reply"), "Post reply", status=422)
    assert "Write a comment before you post it" in page.text
    assert comment.status == PENDING


def test_a_reply_to_spam_says_what_to_do_first(desk: Client, article: Article) -> None:
    comment = make_comment(article, status=SPAM)
    page = desk.page(f"/admin/comments/{comment.id}/reply")
    page = desk.submit(page, "Post reply", comment="Thank you.", status=422)
    assert "Approve it first" in page.text
    assert "Thank you." in page.text
    assert comment.status == SPAM


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_reply_to_a_closed_article_keeps_the_text_and_approves_nothing(
    desk: Client, article: Article, withdrawn: bool
) -> None:
    comment = make_comment(article, status=PENDING)
    page = desk.page(f"/admin/comments/{comment.id}/reply")
    if withdrawn:
        publishing.withdraw(article, "Wrong")
    article.comments_open = withdrawn
    page = desk.submit(page, "Post reply", comment="Thank you.", status=422)
    assert "Comments on this article have closed" in page.text
    assert page.one("textarea").raw_text.strip() == "Thank you."
    assert comment.status == PENDING
    assert not replies(comment)


def test_a_comment_is_corrected(desk: Client, article: Article) -> None:
    comment = make_comment(article, status=PENDING)
    page = desk.page(desk.page("/admin/comments").link("Edite"))
    page = desk.submit(page, "Save", author="Dara K.", url="https://dara.example/", comment="**Better**")
    assert "Your changes are saved." in page.text
    assert (comment.name, comment.website, comment.html) == (
        "Dara K.",
        "https://dara.example/",
        "<p><strong>Better</strong></p>",
    )
    assert comment.edited_at
    assert comment.status == PENDING


def test_a_correction_does_not_undo_what_its_writer_changed_meanwhile(desk: Client, article: Article) -> None:
    comment = make_comment(article, "Eleven truks.", status=PENDING)
    page = desk.page(f"/admin/comments/{comment.id}")
    reconsidering.change_own(comment, "Eleven trucks, or twelve.")
    page = desk.submit(page, "Save", comment="Eleven trucks.", status=422)
    assert "This comment has been changed since you opened the page. Read it again, then save" in page.text
    assert "Eleven trucks, or twelve." in page.text
    assert page.one("textarea").raw_text.strip() == "Eleven trucks."
    assert comment.text == "Eleven trucks, or twelve."
    desk.submit(page, "Save")
    assert comment.text == "Eleven trucks."


def test_who_puts_right_a_correction_does_not_undo_what_another_admin_saved_meanwhile(
    desk: Client, article: Article
) -> None:
    comment = make_comment(article, "Eleven truks.")
    page = desk.page(f"/admin/comments/{comment.id}")
    moderating.correct(comment, "Dara", "", "Eleven trucks, says the ministry.")
    page = desk.submit(page, "Save", comment="Eleven trucks.", url="ftp://x", status=422)
    assert "Enter a website address that starts with https:// or http://" in page.text
    assert "This comment has been changed since you opened the page. Read it again, then save" in page.text
    assert "Eleven trucks, says the ministry." in page.text
    assert comment.text == "Eleven trucks, says the ministry."


def test_a_correction_of_what_its_writer_has_withdrawn_brings_nothing_back(desk: Client, article: Article) -> None:
    comment = make_comment(article, "Eleven trucks.")
    make_comment(article, parent=comment)
    page = desk.page(f"/admin/comments/{comment.id}")
    erasing.erase(Comment.id == comment.id)
    desk.submit(page, "Save", status=404)
    assert (comment.status, comment.text) == (ERASED, "")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("author", "", "Enter a name"),
        ("author", "x" * 81, "Name must be 80 characters or fewer"),
        ("author", "leila NAVID", "This name belongs to a member of the newsroom"),
        ("url", "javascript:alert(1)", "Enter a website address that starts with https:// or http://"),
        ("comment", " ", "Write a comment before you post it"),
        ("comment", "x" * 8001, "Comment must be 8,000 characters or fewer. You have 8,001"),
    ],
)
def test_a_correction_keeps_to_the_rules_of_the_reply_form(
    desk: Client, article: Article, field: str, value: str, message: str
) -> None:
    comment = make_comment(article)
    page = desk.page(f"/admin/comments/{comment.id}")
    page = desk.submit(page, "Save", status=422, **{field: value})
    assert message in page.text
    assert page.title.startswith("Error: ")
    assert comment.edited_at is None


def test_the_newsrooms_own_comment_keeps_its_name(desk: Client, article: Article, admin: User) -> None:
    comment = make_comment(article, name="Dara")
    comment.name = admin.name
    page = desk.submit(desk.page(f"/admin/comments/{comment.id}"), "Save", comment="Other words")
    assert "Your changes are saved." in page.text
