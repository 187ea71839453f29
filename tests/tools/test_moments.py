"""Moments come back from either database as they were stored: with their time zone, in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from blog.articles.models import Article
from blog.tools.database import db
from tests.factories import make_article

TEHRAN = timezone(timedelta(hours=3, minutes=30))


@pytest.mark.parametrize("microsecond", [0, 5, 123456])
def test_a_moment_comes_back_in_utc(app: Flask, microsecond: int) -> None:
    article = make_article(published=False)
    article.created_at = datetime(2026, 3, 1, 1, 30, 15, microsecond, tzinfo=TEHRAN)
    db.session.commit()
    stored = datetime(2026, 2, 28, 22, 0, 15, microsecond, tzinfo=UTC)
    for what in (Article.created_at, func.max(Article.created_at), func.min(Article.created_at)):
        found = db.session.scalar(select(what))
        assert found == stored
        assert found.utcoffset() == timedelta(0)
    assert db.session.scalar(select(func.max(Article.published_at))) is None


def test_one_that_somebody_wrote_by_hand_is_read(app: Flask) -> None:
    article = make_article(published=False)
    db.session.execute(text("UPDATE articles SET created_at = '2026-02-28 22:00:15+00:00'"))
    db.session.commit()
    assert article.created_at == datetime(2026, 2, 28, 22, 0, 15, tzinfo=UTC)
