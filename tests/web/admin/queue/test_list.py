"""An admin sees who waits with what, and finds one among many."""

from blog.articles.models import Article
from blog.comments import forgetting
from blog.comments.models import PENDING, Comment
from blog.tools.database import db
from tests.factories import count_queries, make_comment
from tests.pages import Client, Page
from tests.web.admin.queue.conftest import names, press, wave


def card(page: Page, comment: Comment) -> str:
    return page.one("li", id=f"c{comment.id}").text


def test_a_quiet_day(desk: Client) -> None:
    page = desk.page("/admin/comments")
    assert "Nothing is waiting." in page.text
    assert "No comments in Spam." in desk.page("/admin/comments?status=spam").text


def test_help_says_how_to_deal_with_many(desk: Client) -> None:
    page = desk.page(desk.page("/admin/comments").link("Help"))
    assert "Filter by what a wave has in common" in page.text


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


def test_the_card_of_a_commenter_who_was_forgotten_counts_nothing(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    forgetting.anonymise("dara@example.org")
    text = card(desk.page("/admin/comments?status=approved"), comment)
    assert "Anonymous" in text
    assert "0th" not in text


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
