"""A crowd from one network is told, who was removed is held, and the admins' rules are followed."""

from datetime import timedelta

from sqlalchemy import update

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating
from blog.comments.models import PENDING, SPAM, Comment
from blog.comments.posting import Origin, Reply, post
from blog.comments.spam import HOLD, PUBLISH, judge, rules
from blog.comments.spam import SPAM as IS_SPAM
from blog.tools.clock import now
from blog.tools.database import db
from tests.comments.spam.checks.conftest import said
from tests.factories import make_comment


def test_a_crowd_from_one_network_is_told(article: Article, known: bytes) -> None:
    for number in range(6):
        post(article, Reply(f"Text {number}", f"R{number}", f"r{number}@example.org"), Origin(f"203.0.113.{number}"))
    here, elsewhere = rules.network_index("203.0.113.99"), rules.network_index("203.0.114.1")
    assert judge(said("Agreed.", known, network_index=here)).sentences == ["7 replies from this network within an hour"]
    assert judge(said("Agreed.", known, network_index=elsewhere)).kind == PUBLISH
    db.session.execute(update(Comment).values(created_at=now() - timedelta(hours=2)))
    assert judge(said("Agreed.", known, network_index=here)).kind == PUBLISH


def test_who_was_removed_is_held(article: Article, known: bytes, admin: User) -> None:
    bad = [make_comment(article, f"Bad {number}", address="dara@example.org", status=PENDING).id for number in (1, 2)]
    batch = moderating.decide(Comment.id.in_(bad), SPAM, admin)
    assert judge(said("Agreed.", known)).sentences == []
    assert judge(said("See https://port.example/", known)).sentences[0] == "Sender was removed 2 times"
    assert batch
    moderating.undo(batch, admin)
    assert judge(said("See https://port.example/", known)).kind == PUBLISH


def test_the_admins_rules_are_followed(article: Article, known: bytes, admin: User) -> None:
    for kind, pattern, verdict in (("word", "bonus", "hold"), ("domain", "evil.example", "spam")):
        db.session.add(rules.make(kind, pattern, True, verdict, admin))
    db.session.flush()
    held, spam = judge(said("A Bonus for pilots", known)), judge(said("See https://evil.example/x", known))
    assert (held.kind, held.sentences, held.evidence["marks"]) == (HOLD, ["Rule: “bonus”"], ["Bonus"])
    assert (spam.kind, spam.sentences[0]) == (IS_SPAM, "Rule: domain evil.example")
