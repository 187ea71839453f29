"""The migrations make what the models say, and can be taken back while there is data."""

import flask_migrate
from flask import Flask
from sqlalchemy import inspect

from blog.accounts.factors import recovery, requiring
from blog.accounts.models import ADMIN, FamiliarNetwork, User
from blog.comments.corresponding.models import Correspondent
from blog.comments.holding import Wave
from blog.comments.models import ModerationBatch, ModerationDecision
from blog.comments.reporting import Report
from blog.comments.spam import rules
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import Base, db
from blog.tools.throttle import Limit, take
from tests.factories import make_app, make_article, make_comment, make_passkey, make_session


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    flask_migrate.check()


def test_a_site_in_use_can_be_migrated_down_and_up_again(app: Flask, author: User, admin: User) -> None:
    tables = set(inspect(db.engine).get_table_names())
    assert tables == {*Base.metadata.tables, "alembic_version"}
    _fill(author, admin)

    flask_migrate.downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]

    flask_migrate.upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables
    flask_migrate.check()


def _fill(author: User, admin: User) -> None:
    """A row in every table that has a verb to fill it, tied to the others as in real use."""
    article = make_article(body="Launchers in #Iraq and #Iran.", author=author)
    comment = make_comment(article)
    make_comment(article, "A reply.", parent=comment)
    make_session(author)
    batch = ModerationBatch(admin_id=admin.id, new_status="spam")
    batch.decisions = [ModerationDecision(comment_id=comment.id, former_status="pending")]
    db.session.add(batch)
    db.session.add(rules.make("network", "203.0.113.7", True, "spam", admin))
    db.session.add(Wave(article_id=article.id, admin_id=admin.id, until=now()))
    db.session.add(Report(comment_id=comment.id, reason="spam"))
    make_app(author)
    make_passkey(admin)
    recovery.make_codes(author)
    requiring.require_of([ADMIN])
    db.session.commit()
    take(Limit("replies", 1, 60).of("a network"))
    outbox.put("dara@example.org", "A subject", "Words.", key="one")
    db.session.add(Correspondent(address_index=comment.address_index, address_sealed=comment.address_sealed))
    db.session.add(FamiliarNetwork(user_id=author.id, digest=b"a network"))
    db.session.commit()
