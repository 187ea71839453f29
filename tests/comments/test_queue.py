"""What an admin finds in the queue."""

from datetime import timedelta

import pytest

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import queue
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment
from blog.comments.queue import REPORTED, Filter
from blog.tools.clock import now
from tests.factories import count_queries, make_article, make_comment


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def found(wanted: Filter, number: int = 1) -> list[Comment]:
    return list(queue.page(wanted, number).items)


def test_the_waiting_ones_come_oldest_first_the_others_newest_first(article: Article) -> None:
    moments = [now() - timedelta(minutes=minutes) for minutes in (5, 50, 20)]
    for status in (PENDING, SPAM):
        for number, moment in enumerate(moments):
            make_comment(article, f"{status} {number}", status=status, created_at=moment)
    assert [one.text[-1] for one in found(Filter(PENDING))] == ["1", "2", "0"]
    assert [one.text[-1] for one in found(Filter(SPAM))] == ["0", "2", "1"]
    assert queue.oldest_waiting() == moments[1]


def test_every_tab_says_how_many_it_has(article: Article) -> None:
    for number, status in enumerate((PENDING, PENDING, SPAM, TRASH, ERASED)):
        make_comment(article, f"Words {number}", status=status)
    assert queue.counts() == {PENDING: 2, REPORTED: 0, APPROVED: 0, SPAM: 1, TRASH: 1}


def test_words_are_found_in_texts_and_names_whatever_their_case(article: Article) -> None:
    text = make_comment(article, "About the HARBOUR wall", status=PENDING)
    name = make_comment(article, "Other words", name="Harbour Master", status=PENDING)
    make_comment(article, "Nothing of the kind", name="Mina", status=PENDING)
    assert found(Filter(words="harbour")) == [text, name]


@pytest.mark.parametrize("words", ["100%", "a_b", "back\\slash", "it's"])
def test_signs_that_mean_something_to_the_database_are_only_signs(article: Article, words: str) -> None:
    wanted = make_comment(article, f"It was {words} sure", status=PENDING)
    make_comment(article, "It was 1000 axb backslash its sure", name="Mina", status=PENDING)
    assert found(Filter(words=words)) == [wanted]


def test_an_address_is_found_whole_and_in_any_case_but_never_in_part(article: Article) -> None:
    wanted = make_comment(article, name="Dara", address="dara@example.org", status=PENDING)
    make_comment(article, name="Mina", address="mina@example.org", status=PENDING)
    assert found(Filter(words="Dara@Example.org")) == [wanted]
    assert found(Filter(words="@example.org")) == []
    assert found(Filter(words="%@example.org")) == []


def test_one_article_can_be_looked_at(article: Article, admin: User) -> None:
    other = make_article("Another", author=admin)
    make_comment(article, status=PENDING)
    wanted = make_comment(other, status=PENDING)
    assert found(Filter(article_id=other.id)) == [wanted]
    assert set(queue.article_choices(Filter())) == {article.id, other.id}
    assert queue.article_choices(Filter(SPAM, article_id=other.id)) == {other.id: "Another"}


def test_what_came_in_after_the_page_is_not_meant(article: Article) -> None:
    seen = make_comment(article, "Seen", status=PENDING)
    until = now()
    make_comment(article, "Not seen", name="Mina", status=PENDING)
    assert found(Filter(until=until)) == [seen]


def test_past_the_end_there_is_the_last_page(article: Article) -> None:
    for number in range(26):
        make_comment(article, f"Words {number}", status=PENDING)
    assert len(found(Filter(), 2)) == 1
    assert len(found(Filter(), 9)) == 1
    assert queue.page(Filter(SPAM), 9).items == []


def test_a_card_says_who_the_commenter_is_to_us(article: Article) -> None:
    make_comment(article, "One", status=APPROVED)
    make_comment(article, "Two", status=SPAM)
    parent = make_comment(article, "Three", name="Mina")
    make_comment(article, "Four", status=PENDING, parent=parent)
    card = queue.cards(found(Filter()))[0]
    assert (card.address, card.number, card.approved) == ("dara@example.org", 3, 1)
    assert card.parent == parent


def test_a_card_without_a_key_for_the_address_still_shows(article: Article) -> None:
    make_comment(article, status=PENDING, address_sealed=b"not ours")
    assert queue.cards(found(Filter()))[0].address is None


def test_after_a_decision_the_next_one_comes_and_at_the_end_the_one_before(article: Article) -> None:
    start = now() - timedelta(hours=1)
    one, two, three = (
        make_comment(article, f"Words {number}", status=PENDING, created_at=start + timedelta(minutes=number // 2))
        for number in range(3)
    )
    assert queue.neighbour(Filter(), one) == two.id
    assert queue.neighbour(Filter(), two) == three.id
    assert queue.neighbour(Filter(), three) == two.id
    for comment in (one, two, three):
        comment.status = SPAM
    assert queue.neighbour(Filter(SPAM), three) == two.id
    assert queue.neighbour(Filter(SPAM), one) == two.id
    assert queue.neighbour(Filter(), one) is None


def test_a_full_page_costs_as_many_queries_as_a_short_one(article: Article) -> None:
    parent = make_comment(article)
    make_comment(article, "First", status=PENDING, parent=parent)
    with count_queries() as short:
        queue.cards(found(Filter()))
    for number in range(24):
        make_comment(article, f"Words {number}", name=f"Reader{number}", status=PENDING, parent=parent)
    with count_queries() as full:
        assert len(queue.cards(found(Filter()))) == 25
    assert len(full) == len(short)
