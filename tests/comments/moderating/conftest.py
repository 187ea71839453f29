"""Many comments below one article, and decisions about them."""

import pytest
from sqlalchemy import insert, select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.models import PENDING, Comment, ModerationBatch
from blog.tools.database import db
from tests.factories import make_article


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def make_many(article: Article, number: int, status: str = PENDING, *, chained: bool = False) -> list[Comment]:
    """So many comments, quickly; `chained`, each answers the one before."""
    rows = [
        {
            "id": n,
            "parent_id": n - 1 if chained and n > 1 else None,
            "article_id": article.id,
            "status": status,
            "name": f"Reader {n}",
            "hue": 0,
            "text": "Words",
            "html": "",
            "sanitizer_version": 1,
        }
        for n in range(1, number + 1)
    ]
    db.session.execute(insert(Comment), rows)
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def decide(comments: list[Comment], status: str, admin: User) -> ModerationBatch:
    batch = moderating.decide(queue.chosen([one.id for one in comments], comments[0].status), status, admin)
    assert batch
    return batch


def statuses(comments: list[Comment]) -> set[str]:
    return {one.status for one in comments}
