"""The figures: how many replies came, how long they waited, where the classifier erred."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import flask_migrate
import pytest
from flask import Flask

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, figures, moderating, posting, queue, tallying
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.spam import HOLD, PUBLISH
from blog.comments.tallying import Tally
from blog.tools.clock import local, now
from blog.tools.database import db
from tests.factories import count_queries, make_article, make_comment
from tests.pages import Client, sign_in


@pytest.fixture
def article(admin: User) -> Article:
    return make_article(author=admin)


def today() -> dict[str, int]:
    return list(tallying.by_day(90).values())[-1]


def judged(article: Article, name: str, learned: float, **columns: Any) -> Comment:
    columns = {"status": PENDING, "verdict": HOLD, "evidence": {"learned": learned}} | columns
    return make_comment(article, f"By {name}", name=name, **columns)


def decide(comments: list[Comment], status: str, admin: User) -> None:
    moderating.decide(queue.chosen([one.id for one in comments], PENDING), status, admin)


@pytest.mark.usefixtures("minutes_to_spare")
def test_replies_are_counted_by_what_they_were_judged_to_be_and_stay_counted(article: Article, admin: User) -> None:
    make_comment(article)
    make_comment(article, "Again")
    make_comment(article, "From another", name="Mina")
    posting.post_as_staff(article, "Not counted.", None, admin)
    # The same click twice is one reply.
    posting.post(article, posting.Reply("Again", "Dara", "dara@example.org"))
    assert today() == {HOLD: 2, PUBLISH: 1}
    erasing.erase(Comment.id > 0)
    assert today() == {HOLD: 2, PUBLISH: 1}


@pytest.mark.usefixtures("minutes_to_spare")
def test_the_chart_goes_back_ninety_days_and_no_further(app: Flask) -> None:
    day = local(now()).date()
    for ago in (0, 89, 90):
        tallying.add(day - timedelta(days=ago), SPAM, 5)
    tallying.add(day, SPAM, 2)
    tallying.add(day, HOLD, 1)
    replies = figures.replies()
    assert len(replies.by_day) == 90
    assert replies.totals == {PUBLISH: 0, HOLD: 1, SPAM: 12}
    assert replies.share_held == 1 / 13
    assert replies.busiest(SPAM) == (day, 7)


def test_the_median_is_of_first_decisions_about_what_was_held(article: Article, admin: User) -> None:
    assert figures.median_wait() is None
    for number, hours in enumerate((1, 2, 30)):
        at = now() - timedelta(hours=hours)
        decide([judged(article, f"Reader{number}", 0.5, created_at=at)], APPROVED, admin)
    at_once = make_comment(article, "At once", name="Sia", verdict=PUBLISH, created_at=now() - timedelta(hours=90))
    moderating.decide(queue.chosen([at_once.id], APPROVED), SPAM, admin)
    again = db.session.query(Comment).filter_by(name="Reader0").one()
    again.created_at -= timedelta(minutes=1)
    moderating.decide(queue.chosen([again.id], APPROVED), SPAM, admin)
    wait = figures.median_wait()
    assert wait
    assert 7190 < wait.total_seconds() < 7260


def test_errors_are_what_admins_decided_otherwise(article: Article, admin: User) -> None:
    fair = [judged(article, name, learned) for name, learned in (("Sure", 0.99), ("Unsure", 0.8), ("Right", 0.6))]
    spam = [judged(article, name, learned) for name, learned in (("Missed", 0.1), ("Found", 0.9))]
    judged(article, "Waiting", 0.9)
    decide(fair, APPROVED, admin)
    decide(spam, SPAM, admin)
    make_comment(article, "Nothing was learned then", name="Old", status=PENDING)
    wrong, missed = figures.taken_for_spam(), figures.taken_for_fair()
    assert (wrong.number, [one.name for one in wrong.examples]) == (2, ["Sure", "Unsure"])
    assert (missed.number, [one.name for one in missed.examples]) == (1, ["Missed"])


@pytest.mark.usefixtures("minutes_to_spare")
def test_what_was_there_before_is_counted_when_the_table_is_made(article: Article) -> None:
    day = local(now()).date()
    make_comment(article, "Held once, approved since", name="Mina", verdict="")
    make_comment(article, "At once", name="Sia", verdict="", reasons=[])
    make_comment(article, "Spam", name="Pills", status=SPAM, verdict="spam", created_at=now() - timedelta(days=3))
    db.session.commit()
    flask_migrate.downgrade(revision=revision_before_tallies())
    flask_migrate.upgrade()
    found = {(one.day, one.verdict): one.replies for one in db.session.query(Tally)}
    assert found == {(day, HOLD): 1, (day, PUBLISH): 1, (day - timedelta(days=3), "spam"): 1}


@pytest.mark.usefixtures("minutes_to_spare")
def test_the_page_has_a_chart_with_words_and_the_same_numbers_as_a_table(
    client: Client, article: Article, admin: User
) -> None:
    comment = judged(article, "Sure", 0.987)
    decide([comment], APPROVED, admin)
    tallying.add(local(now()).date() - timedelta(days=1), SPAM, 412)
    sign_in(client, admin)
    with count_queries() as few:
        page = client.page("/admin/comments/figures")
    day = local(now()).date() - timedelta(days=1)
    label = f"Spam: 412 replies in 90 days, at most 412 on {day.day} {day:%B}."
    assert any((one.get("aria-label") or "").startswith(label) for one in page.all("svg", role="img"))
    rows = [[cell.text for cell in row.all("td")] for row in page.one("table").all("tr")[1:]]
    assert len(rows) == 90
    assert rows[:2] == [["0", "1", "0"], ["0", "0", "412"]]
    assert "Approved, and it thought spam: 1" in page.text
    assert "It thinks spam what is at least 73% spam." in page.text
    assert "99% spam" in page.text
    assert page.link("Sure: “By Sure”") == f"/admin/comments/{comment.id}"
    for number in range(8):
        decide([judged(article, f"More{number}", 0.9)], APPROVED, admin)
    with count_queries() as many:
        client.page("/admin/comments/figures")
    assert len(many) == len(few)


def test_a_site_without_replies_has_figures_too(client: Client, admin: User) -> None:
    sign_in(client, admin)
    page = client.page("/admin/comments/figures")
    assert "No reply has come in 90 days" in page.text
    assert "Nothing is waiting" in page.text


def revision_before_tallies() -> str:
    return str(import_module("blog.migrations.versions.2026_11_22_tallies").down_revision)
