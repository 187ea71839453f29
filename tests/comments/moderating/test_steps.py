"""What is done to thousands is done in steps, and others write between them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, moderating, queue
from blog.comments.filtering import Filter
from blog.comments.models import PENDING, SPAM, TRASH
from blog.tools.database import APART, db
from blog.tools.steps import commit_each, last
from tests.comments.moderating.conftest import make_many


def test_ten_thousand_comments_are_one_batch_and_one_undo(article: Article, admin: User) -> None:
    make_many(article, 10_000)
    batch = commit_each(moderating.decide_in_steps(queue.matching(Filter()), SPAM, admin))
    assert batch
    assert batch.number == queue.count(queue.matching(Filter(SPAM))) == 10_000
    assert commit_each(moderating.undo_in_steps(batch, admin)) == moderating.Undone(10_000, 0)
    assert queue.counts()[PENDING] == 10_000


@pytest.mark.parametrize("verb", ["decide", "undo", "erase"])
def test_others_write_between_the_steps(article: Article, admin: User, verb: str) -> None:
    make_many(article, 2 * moderating.STEP, SPAM)
    steps: Iterator[object] = moderating.decide_in_steps(queue.matching(Filter(SPAM)), TRASH, admin)
    if verb == "undo":
        batch = last(moderating.decide_in_steps(queue.matching(Filter(SPAM)), TRASH, admin))
        assert batch
        steps = moderating.undo_in_steps(batch, admin)
    elif verb == "erase":
        steps = erasing.erase_in_steps(queue.matching(Filter(SPAM)))
    db.session.commit()
    article_id, turns = article.id, []

    def watched() -> Iterator[object]:
        for step in steps:
            yield step
            # Refused after some seconds where a lock is held.
            with db.engines[APART].begin() as connection:
                written = update(Article).where(Article.id == article_id).values(standfirst=str(len(turns)))
                turns.append(connection.execute(written).rowcount)

    commit_each(watched())
    assert turns[:2] == [1, 1]
