"""The comments of an article as threads: their order, their levels, their pages."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import insert

from blog.articles.models import Article
from blog.comments import queries, threads
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment
from blog.comments.threads import Node, thread_page
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import count_queries, make_article, make_comment

MANY = 10_000


@pytest.fixture
def article(app: object) -> Article:
    return make_article()


def make_many(article: Article, parents: list[int | None]) -> None:
    """Approved comments with the ids 1, 2, 3, …, which answer `parents`."""
    start = now() - timedelta(days=1)
    db.session.execute(
        insert(Comment),
        [
            {
                "id": number,
                "parent_id": parent,
                "article_id": article.id,
                "status": APPROVED,
                "name": f"Reader {number}",
                "hue": 0,
                "text": "Words",
                "html": "<p>Words</p>",
                "sanitizer_version": 1,
                "created_at": start + timedelta(seconds=number),
            }
            for number, parent in enumerate(parents, 1)
        ],
    )


def walk(nodes: list[Node]) -> list[Node]:
    """All of `nodes` and what is below them, in the order of the page."""
    found, waiting = [], list(reversed(nodes))
    while waiting:
        found.append(waiting.pop())
        waiting += reversed(found[-1].replies)
    return found


def names(nodes: list[Node]) -> list[str]:
    return [node.comment.name if node.comment else "removed" for node in walk(nodes)]


@pytest.mark.parametrize(
    "parents",
    [[None, *range(1, MANY)], [None, *[1] * (MANY - 1)], [None] * MANY],
    ids=["deep", "wide", "many threads"],
)
def test_ten_thousand_comments_keep_to_their_pages_and_a_fixed_number_of_queries(
    article: Article, parents: list[int | None]
) -> None:
    make_many(article, parents)
    first = thread_page(article)
    assert first
    assert first.count == MANY
    for number in (2, first.pages):
        with count_queries() as statements:
            shown = walk(shown_on(article, number))
        assert len(statements) == 2
        assert 0 < len(shown) <= threads.PAGE_COMMENTS
        assert sum(node.level == 1 and not node.in_reply_to for node in shown) <= threads.PAGE_THREADS
        assert {node.level for node in shown} <= {1, 2, 3}


def test_every_comment_stands_on_one_page(article: Article) -> None:
    dice = random.Random(1)  # noqa: S311  no secret
    make_many(article, [None, *(dice.choice([None, dice.randint(1, number)]) for number in range(1, 700))])
    first = thread_page(article)
    assert first
    seen = [node.id for number in range(1, first.pages + 1) for node in walk(shown_on(article, number))]
    assert sorted(seen) == list(range(1, 701))


def shown_on(article: Article, number: int) -> list[Node]:
    page = thread_page(article, number)
    assert page
    return page.threads


def test_oldest_first_and_each_reply_below_what_it_answers(article: Article) -> None:
    start = now() - timedelta(hours=1)
    first = make_comment(article, "1", name="First", created_at=start)
    make_comment(article, "2", name="Second", created_at=start + timedelta(minutes=1))
    reply = make_comment(article, "3", name="Reply", parent=first, created_at=start + timedelta(minutes=3))
    make_comment(article, "4", name="Earlier", parent=first, created_at=start + timedelta(minutes=2))
    make_comment(article, "5", name="Deeper", parent=reply, created_at=start + timedelta(minutes=4))
    page = thread_page(article)
    assert page
    assert names(page.threads) == ["First", "Earlier", "Reply", "Deeper", "Second"]
    assert [node.level for node in walk(page.threads)] == [1, 2, 2, 3, 1]
    assert page.threads[0].total == 3


def test_below_the_third_level_replies_stay_there_and_say_whom_they_answer(article: Article) -> None:
    make_many(article, [None, 1, 2, 3, 4, 3])
    third = shown_on(article, 1)[0].replies[0].replies[0]
    assert third.level == 3
    assert [(node.id, node.level) for node in third.replies] == [(4, 3), (5, 3), (6, 3)]
    assert [node.in_reply_to and node.in_reply_to.id for node in third.replies] == [3, 4, 3]
    assert [node.id for node in third.first_replies] == [4, 5]
    assert [node.id for node in third.further_replies] == [6]


def test_a_long_thread_starts_closed(article: Article) -> None:
    make_many(article, [None, *[1] * 5, None, *[7] * 6])
    assert [node.starts_open for node in shown_on(article, 1)] == [True, False]


def test_a_thread_that_goes_over_a_page_goes_on_with_whom_it_answers(article: Article) -> None:
    make_many(article, [None, *[1] * threads.PAGE_COMMENTS])
    rest = shown_on(article, 2)
    assert [node.in_reply_to and node.in_reply_to.id for node in rest] == [1]


def test_only_approved_comments_show_and_hold_their_count(article: Article) -> None:
    make_comment(article, "Yes", name="Yes")
    for status in (PENDING, SPAM, TRASH, ERASED):
        make_comment(article, status, name="No", status=status)
    page = thread_page(article)
    assert page
    assert names(page.threads) == ["Yes"]
    assert page.count == 1


@pytest.mark.parametrize("status", [SPAM, TRASH, ERASED])
def test_what_is_removed_holds_its_place_while_something_below_it_shows(article: Article, status: str) -> None:
    top = make_comment(article, "1", name="Top")
    middle = make_comment(article, "2", name="Middle", parent=top)
    below = make_comment(article, "3", name="Below", parent=middle)
    top.status = middle.status = status
    db.session.flush()
    assert names(shown_on(article, 1)) == ["removed", "removed", "Below"]
    below.status = status
    db.session.flush()
    assert names(shown_on(article, 1)) == []


def test_the_writer_alone_sees_the_waiting_comment_on_the_page_where_it_will_be(article: Article) -> None:
    make_many(article, [None] * 60)
    own = Comment(
        article_id=article.id, status=PENDING, name="Own", hue=0, text="", html="", sanitizer_version=1, id=99
    )
    db.session.add(own)
    db.session.flush()
    assert 99 not in [node.id for number in (1, 2) for node in shown_on(article, number)]
    page = thread_page(article, 1, own)
    assert page
    assert page.number == 2
    assert names(page.threads)[-1] == "Own"
    assert page.count == 60


def test_a_comment_knows_its_page(article: Article) -> None:
    make_many(article, [None] * 101)
    for number, page in ((1, 1), (50, 1), (51, 2), (100, 2), (101, 3)):
        comment = queries.with_article(number)
        assert comment
        assert threads.page_number(comment) == page


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
def test_there_is_no_page_past_the_end(article: Article, number: int) -> None:
    make_comment(article)
    assert thread_page(article, number) is None


def test_no_comments_are_one_empty_page(article: Article) -> None:
    page = thread_page(article)
    assert page == threads.ThreadPage([], 1, 0, 0)
