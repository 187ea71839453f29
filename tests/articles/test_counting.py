"""The kept counts are what counting all articles would give, whatever the newsroom does."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm.exc import StaleDataError

from blog.accounts.models import User
from blog.articles import counting, editing, publishing
from blog.articles.counting import ALL, ALL_KEY, AUTHOR, TAG, TOTAL, ArticleCount
from blog.articles.models import Article, ArticleTag, Tag
from blog.articles.publishing import Writing
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article
from tests.rendering import make_anew, read

Counts = dict[tuple[str, int, int], int]


def kept() -> Counts:
    rows = db.session.execute(select(ArticleCount.kind, ArticleCount.key, ArticleCount.month, ArticleCount.articles))
    return {(kind, key, month): articles for kind, key, month, articles in rows if articles}


def counted_by_hand() -> Counts:
    """What an intern with a list of all articles would come to."""
    counts: Counter[tuple[str, int, int]] = Counter()
    tags = db.session.execute(select(ArticleTag.article_id, ArticleTag.tag_id)).all()
    for article in db.session.scalars(select(Article)):
        if article.published_at is None or article.withdrawn_at:
            continue
        lists = [(ALL, ALL_KEY), (AUTHOR, article.author_id)]
        lists += [(TAG, tag_id) for article_id, tag_id in tags if article_id == article.id]
        counts.update((kind, key, month) for kind, key in lists for month in (TOTAL, article.published_month))
    return counts


def assert_exact() -> None:
    assert kept() == counted_by_hand()
    assert counting.errors() == 0


def test_what_is_counted_anew_is_seen_at_once_though_nothing_else_changes(app: Flask) -> None:
    gone, _ = make_article("One", "No tags."), make_article("Two", "No tags.")
    db.session.flush()
    db.session.execute(delete(Article).where(Article.id == gone.id))
    for path in ("/archive/", "/"):
        read(app, path)
    counting.recount()
    for path in ("/archive/", "/"):
        assert read(app, path) == make_anew(app, path)


def test_counts_are_exact_after_every_verb(app: Flask, author: User, admin: User) -> None:
    make_article("Another", "From #Iran", author=admin, published=timedelta(days=-70))
    article = make_article("One", "From #Iraq and #Iran", author=author, published=False)
    assert_exact()
    for change in (
        lambda: publishing.publish(article, now() + timedelta(days=40)),
        lambda: publishing.publish(article, now() + timedelta(days=80)),
        lambda: publishing.write(article, Writing("One", "", "From #Syria and #Iran")),
        lambda: publishing.unschedule(article),
        lambda: publishing.write(article, Writing("One", "", "From #Iraq")),
        lambda: publishing.publish(article),
        lambda: publishing.write(article, Writing("One", "", "From #Iraq and #Turkey")),
        lambda: publishing.write(article, Writing("One", "", "From #Iraq and #Turkey")),
        lambda: publishing.withdraw(article, "Not so."),
        lambda: publishing.write(article, Writing("One", "", "From #Turkey")),
        lambda: publishing.publish(article),
    ):
        change()
        assert_exact()
    assert kept()[ALL, ALL_KEY, TOTAL] == 2


def test_a_scheduled_article_that_is_deleted_is_counted_no_more(app: Flask) -> None:
    make_article("One", "From #Iraq")
    before = kept()
    publishing.delete_draft(make_article("Two", "From #Iraq and #Iran", published=timedelta(days=3)))
    assert_exact()
    assert kept() == before


def test_what_is_rolled_back_was_not_counted(app: Flask) -> None:
    make_article("One", "From #Iraq")
    db.session.commit()
    before = kept()
    make_article("Two", "From #Iraq")
    db.session.rollback()
    assert kept() == before


def test_two_who_publish_at_the_same_moment_are_both_counted(app: Flask, author: User) -> None:
    # The tags are there, and each article names them the other way round.
    make_article("Nought", "From #Iraq and #Iran")
    ids = [make_article(body, body, published=False).id for body in ("#Iraq and #Iran", "#Iran and #Iraq")]
    db.session.commit()
    together = threading.Barrier(2)

    def publish(article_id: int) -> None:
        with app.app_context():
            article = editing.for_desk(db.session.get_one(User, author_id), article_id)
            together.wait(30)
            publishing.publish(article)
            db.session.commit()

    author_id = author.id
    threads = [threading.Thread(target=publish, args=(article_id,)) for article_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept()[ALL, ALL_KEY, TOTAL] == 3
    assert_exact()


def test_of_two_who_withdraw_one_article_one_is_refused_and_counts_nothing(app: Flask, author: User) -> None:
    make_article("Nought", "From #Iraq")
    article_id = make_article("One", "From #Iraq", author=author).id
    author_id = author.id
    db.session.commit()
    first = editing.for_desk(db.session.get_one(User, author_id), article_id)
    assert first is not None
    with app.app_context():
        second = editing.for_desk(db.session.get_one(User, author_id), article_id)
        assert second is not None
        publishing.withdraw(second, "The second was quicker.")
        db.session.commit()
    with pytest.raises(StaleDataError):
        publishing.withdraw(first, "Too late.")
    db.session.rollback()
    assert kept()[ALL, ALL_KEY, TOTAL] == 1
    assert_exact()


def test_a_save_without_a_change_counts_nothing_that_others_did_meanwhile(app: Flask, author: User) -> None:
    article_id = make_article("One", "From #Iraq", author=author).id
    author_id = author.id
    db.session.commit()
    idle = editing.for_desk(db.session.get_one(User, author_id), article_id)
    assert idle is not None
    with counting.counted(idle), app.app_context():
        busy = editing.for_desk(db.session.get_one(User, author_id), article_id)
        assert busy is not None
        publishing.withdraw(busy, "Not so.")
        db.session.commit()
    db.session.commit()
    assert kept() == {}
    assert_exact()


def test_counting_anew_mends_what_went_past_the_verbs(app: Flask) -> None:
    make_article("One", "From #Iraq and #Iran")
    right = kept()
    db.session.execute(update(ArticleCount).values(articles=7))
    db.session.execute(update(ArticleTag).values(published_at=None))
    assert counting.errors() == len(right) + 2
    counting.recount()
    assert kept() == right
    assert_exact()


def test_the_operator_is_told_when_counts_are_off_and_what_to_do(app: Flask) -> None:
    make_article("One", "From #Iraq")
    # Somebody has worked in the database by hand.
    db.session.execute(update(Article).values(withdrawn_at=now()))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["upkeep", "check"])
    assert result.exit_code == 1
    assert "counts: 7 are not what the articles say. Run: flask upkeep recount" in result.output
    result = app.test_cli_runner().invoke(args=["upkeep", "recount"])
    assert (result.exit_code, result.output) == (0, "All articles are counted anew.\n")
    result = app.test_cli_runner().invoke(args=["upkeep", "check"])
    assert "counts: ok" in result.output
    assert db.session.scalar(select(func.count(Tag.id))) == 1
