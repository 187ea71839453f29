"""Readers' lists are read from indexes: what a page costs does not grow with what the newsroom has written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert
from sqlalchemy.orm import joinedload

from blog.articles import counting, queries
from blog.articles.models import Article, ArticleTag, Tag
from blog.comments.models import APPROVED, Comment
from blog.tools.clock import local, now
from blog.tools.database import db
from blog.tools.snapshot import gather_statistics
from tests.factories import make_user
from tests.pages import Client
from tests.plans import Plan, explained

ARTICLES = 3000
COMMENTS_EACH = 1
TAGS, TAGS_EACH = 12, 4
# Two a day: four years, and no month with more than 62.
APART = timedelta(hours=12)
# What no list page may read end to end, and may not handle so many rows of in any step.
GROWING = {"articles", "article_tags", "comments"}
MANY = 500

# In the middle of the four years.
YEAR = now().year - 2
PATHS = (
    "/",
    "/?page=2",
    "/?page=150",
    "/tag/tag7/",
    "/tag/tag7/?page=35",
    "/author/samira-rostami/",
    "/author/samira-rostami/?page=70",
    "/archive/",
    f"/archive/{YEAR}/",
    f"/archive/{YEAR}/03/",
)


@pytest.fixture
def old_newsroom(app: Flask) -> Iterator[None]:
    """Four years of news, loaded past the verbs, and known to the database's planner."""
    author, other = make_user("Samira Rostami"), make_user("Bijan Kamali")
    tags = [Tag(name=f"Tag{number}", slug=f"tag{number}") for number in range(TAGS)]
    db.session.add_all(tags)
    db.session.flush()
    tag_ids = [tag.id for tag in tags]
    times = [now() - APART * number for number in range(ARTICLES)]
    articles = [_article(number, (author, other)[number % 2].id, at) for number, at in enumerate(times, 1)]
    links = [
        {"article_id": number, "tag_id": tag_ids[(number + position) % TAGS], "position": position}
        for number in range(1, ARTICLES + 1)
        for position in range(TAGS_EACH)
    ]
    comments = [_comment(number, at) for number, at in enumerate(times, 1) for _ in range(COMMENTS_EACH)]
    for model, rows in ((Article, articles), (ArticleTag, links), (Comment, comments)):
        db.session.execute(insert(model), rows)
    counting.recount()
    db.session.commit()
    if db.engine.dialect.name == "sqlite":
        # Its plans have to be good without statistics, as nothing on a site makes them.
        yield
        return
    gather_statistics(db.session.connection())
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", _prefer_indexes)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", _prefer_indexes)


def _prefer_indexes(connection: Any, _record: Any) -> None:
    # Some thousand rows are read from end to end as quickly; a hundred times as many are not.
    connection.execute("SET enable_seqscan = off")
    connection.commit()


def _article(number: int, author_id: int, at: datetime) -> dict[str, object]:
    month = local(at).year * 100 + local(at).month
    words = {"headline": f"News {number}", "slug": f"news-{number}", "body": "Words. " * 40}
    once = {"ticker": True, "ticker_until": at + timedelta(days=1)}
    return {"id": number, "author_id": author_id, "published_at": at, "published_month": month, **words, **once}


def _comment(article_id: int, at: datetime) -> dict[str, object]:
    words = {"name": "Dara", "text": "So it is.", "html": "<p>So it is.</p>", "hue": 1, "sanitizer_version": 1}
    return {"article_id": article_id, "status": APPROVED, "created_at": at, **words}


@pytest.mark.usefixtures("old_newsroom")
def test_no_list_page_reads_or_sorts_a_whole_list(client: Client) -> None:
    for path in PATHS:
        with explained() as plans:
            client.page(path)
        _assert_indexed(plans, path)


@pytest.mark.usefixtures("old_newsroom")
def test_what_stands_beside_an_article_reads_no_whole_list() -> None:
    options = joinedload(Article.author), joinedload(Article.article_tags)
    article = db.session.get_one(Article, ARTICLES // 2, options=options)
    with explained() as plans:
        assert len(queries.related(article)) == 4
        assert queries.public_count(article.author) == ARTICLES // 2
    _assert_indexed(plans, article.headline)


def _assert_indexed(plans: list[Plan], about: str) -> None:
    assert plans
    for plan in plans:
        assert not plan.scanned & GROWING, f"{about}: {plan}"
        assert plan.most_rows < MANY, f"{about}: {plan}"
        assert not _sorts_a_list(plan), f"{about}: {plan}"


def _sorts_a_list(plan: Plan) -> bool:
    """Whether SQLite sorts, other than the few in the ticker or what a part of the statement has cut to some."""
    cut = any(line.startswith(("MATERIALIZE", "CO-ROUTINE")) or "ix_articles_ticker" in line for line in plan.lines)
    return "USE TEMP B-TREE FOR ORDER BY" in plan.lines and not cut
