"""The database changes the mark of what readers' pages are made of, whoever writes and however."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from blog.accounts.models import ADMIN
from blog.articles import editing, publishing
from blog.articles.models import Article
from blog.comments import holding, moderating
from blog.comments.models import APPROVED, SPAM, Comment
from blog.page_cache.versions import NEWSROOM, REPLIES, Version, replies_to
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_comment, make_picture, make_session, make_user


def marks() -> dict[str, int]:
    db.session.commit()
    return {version.name: version.mark for version in db.session.query(Version).populate_existing()}


def raised(before: dict[str, int]) -> set[str]:
    """The names of what has another mark than `before`."""
    after = marks()
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_what_only_the_desk_sees_raises_nothing(app: Flask) -> None:
    author = make_user()
    article = make_article()
    before = marks()
    draft = make_article("A draft", published=False)
    publishing.write(draft, publishing.Writing("A better draft", "", "More."))
    publishing.delete_draft(draft)
    make_comment(article, status="pending")
    make_session(author)
    make_picture()
    author.signed_in_at = now()
    author.wants_digest = False
    assert raised(before) == set()


def test_all_that_readers_see_of_the_newsroom_raises_one_mark(app: Flask) -> None:
    author, number, picture = make_user(), make_article(body="On #Iraq.").id, make_picture()
    admin = make_user("Leila Navid", role=ADMIN)

    def article() -> Article:
        found = editing.for_desk(admin, number)
        assert found
        return found

    steps = [
        lambda: publishing.write(article(), publishing.Writing("Anew", "", "On #Iran.")),
        lambda: make_article("Another"),
        lambda: make_article("To come", published=timedelta(days=9)),
        lambda: publishing.withdraw(article(), "No."),
        lambda: publishing.publish(article()),
        lambda: setattr(author, "name", "S. Rostami"),
        lambda: setattr(author, "biography_html", "<p>Writes.</p>"),
        lambda: setattr(picture, "alt", "A quay"),
        lambda: make_user("Somebody New"),
        lambda: holding.start(None, now() + timedelta(hours=1), admin),
    ]
    for place, step in enumerate(steps):
        before = marks()
        step()
        assert raised(before) == {NEWSROOM}, place


def test_what_is_said_below_one_article_raises_its_own_mark(app: Flask) -> None:
    admin, article, other = make_user(role=ADMIN), make_article(), make_article("Another")
    make_comment(other)
    mine = {REPLIES, replies_to(article.id)}
    before = marks()
    comment = make_comment(article)
    assert raised(before) == mine
    before = marks()
    moderating.correct(comment, "Dara", "", "Other words.")
    assert raised(before) == mine
    before = marks()
    batch = moderating.decide(Comment.id == comment.id, SPAM, admin)
    assert raised(before) == mine
    before = marks()
    assert batch
    moderating.undo(batch, admin)
    assert raised(before) == mine
    before = marks()
    comment.wants_replies, comment.told_at = True, now()
    assert raised(before) == set()


@pytest.mark.parametrize("statement", ["UPDATE comments SET status = 'trash'", "DELETE FROM comments"])
def test_who_writes_by_hand_raises_the_marks_as_well(app: Flask, statement: str) -> None:
    articles = [make_article(f"Story {number}") for number in range(3)]
    for article in articles:
        make_comment(article)
        make_comment(article, "Held.", status="pending")
    before = marks()
    db.session.execute(text(statement))
    assert raised(before) == {REPLIES, *(replies_to(article.id) for article in articles)}


def test_what_is_taken_back_raises_nothing(app: Flask) -> None:
    article = make_article()
    before = marks()
    make_comment(article, status=APPROVED)
    db.session.rollback()
    assert raised(before) == set()


def test_what_was_taken_back_to_a_savepoint_does_not_keep_the_rest_from_raising(app: Flask) -> None:
    author = make_user()
    before = marks()
    savepoint = db.session.begin_nested()
    author.name = "S. Rostami"
    db.session.flush()
    savepoint.rollback()
    author.hue = 3
    assert raised(before) == {NEWSROOM}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_transaction_writes_a_mark_once_however_much_it_changes(app: Flask) -> None:
    make_article(body="From #Iraq, #Iran, #Oman, #Qatar and #Kuwait.")
    before = marks()
    db.session.execute(text("UPDATE article_tags SET position = position + 10"))
    written = text("SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'versions'")
    assert db.session.scalar(written) == 1
    assert raised(before) == {NEWSROOM}
