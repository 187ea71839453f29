"""An operator lets go what has been kept long enough."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from blog.comments.models import SPAM, Comment
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_comment


def purge(app: Flask, *arguments: str) -> str:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["upkeep", "purge", *arguments])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    return result.output


def test_what_would_go_is_shown_and_then_goes(app: Flask) -> None:
    article, long_ago = make_article(), now() - timedelta(days=31)
    make_comment(article, name="Spam", status=SPAM, status_since=long_ago)
    make_comment(article, name="Dara", user_agent="Browser", created_at=long_ago)
    make_comment(article, name="Narges", user_agent="Browser")

    output = purge(app, "--dry-run")
    assert "Would be deleted:\n  IP address and browser of comments: 1\n  comments in Spam and Trash: 1\n" in output
    assert db.session.scalar(select(func.count(Comment.id))) == 3

    output = purge(app)
    assert "Deleted:\n  IP address and browser of comments: 1\n  comments in Spam and Trash: 1\n" in output
    assert {one.name: one.user_agent for one in db.session.scalars(select(Comment))} == {
        "Dara": "",
        "Narges": "Browser",
    }
    assert "comments in Spam and Trash: 0" in purge(app)
