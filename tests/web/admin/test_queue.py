"""An admin clears the queue without a script."""

import pytest
from flask import Flask

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment, ModerationBatch
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import count_queries, make_article, make_comment, make_user
from tests.pages import Client, Page, sign_in


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    """A browser in which Leila is signed in."""
    sign_in(client, admin)
    return client


def wave(article: Article, number: int, status: str = PENDING) -> list[Comment]:
    return [make_comment(article, f"Words {n}", name=f"Reader{n}", status=status) for n in range(number)]


def names(page: Page) -> list[str]:
    return [card.one(class_="who").text for card in page.all("li", class_="qitem")]


def card(page: Page, comment: Comment) -> str:
    return page.one("li", id=f"c{comment.id}").text


def press(client: Client, page: Page, name: str, comment: Comment) -> str:
    """Press the button `name` on the card of `comment`; where it leads."""
    form = page.form(page.one("button", name=name, value=str(comment.id)).text)[0]
    data = page.filled(form) | {name: str(comment.id)}
    response = client.post(form.attributes["action"], data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 303, response.get_data(as_text=True)
    return str(response.location)


def test_a_quiet_day(desk: Client) -> None:
    page = desk.page("/admin/comments")
    assert "Nothing is waiting." in page.text
    assert "No comments in Spam." in desk.page("/admin/comments?status=spam").text


def test_the_card_says_all_that_there_is_to_know(desk: Client, article: Article) -> None:
    parent = make_comment(article, "What was asked", name="Mina")
    make_comment(article, "Earlier")
    comment = make_comment(
        article,
        "See https://example.net/",
        status=PENDING,
        parent=parent,
        reasons=["New link in text"],
        website="https://dara.example/",
    )
    page = desk.page("/admin/comments")
    assert "1 waiting · oldest less than a minute" in page.text
    text = card(page, comment)
    for part in ("dara@example.org", "2nd comment, 1 approved", article.headline, "New link in text", "dara.example"):
        assert part in text
    assert "In reply to Mina: “What was asked”" in text
    assert page.one("li", class_="qitem").get("aria-label") == "Comment by Dara, held: New link in text"


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


def test_the_filter_stays_while_one_works(desk: Client, article: Article) -> None:
    one, two = wave(article, 2)
    page = desk.page(f"/admin/comments?q=words&article={article.id}")
    place = press(desk, page, "spam", one)
    assert place.startswith(f"/admin/comments?status=pending&q=words&article={article.id}&done=")
    page = desk.page(place)
    assert names(page) == ["Reader1"]
    assert page.link("Remove “words” ×") == f"/admin/comments?status=pending&article={article.id}"
    assert two.status == PENDING


def test_a_search_by_address(desk: Client, article: Article) -> None:
    wave(article, 2)
    page = desk.submit(desk.page("/admin/comments"), "Filter", q="Reader1@example.org")
    assert names(page) == ["Reader1"]
    page = desk.submit(page, "Filter", q="nobody@example.org")
    assert "No comments in Pending match." in page.text


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


def test_twenty_five_comments_cost_as_many_queries_as_one(desk: Client, article: Article) -> None:
    parent = make_comment(article, "Asked", name="Mina")
    make_comment(article, "Words", status=PENDING, parent=parent)
    with count_queries() as short:
        desk.page("/admin/comments")
    for number in range(24):
        make_comment(article, f"Words {number}", name=f"Reader{number}", status=PENDING, parent=parent)
    db.session.commit()
    with count_queries() as full:
        assert len(names(desk.page("/admin/comments"))) == 25
    assert len(full) == len(short) < 20
