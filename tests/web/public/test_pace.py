"""Replies come at the pace of people: one in 15 seconds and ten an hour from a network or from a sender."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments.models import Comment
from blog.tools.database import db
from blog.tools.throttle import Attempt
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client, Page, sign_in

HOME, SAME_NETWORK, ELSEWHERE = "203.0.113.7", "203.0.113.200", "198.51.100.1"

pytestmark = [pytest.mark.settings(REPLY_SECONDS=15, REPLIES_AN_HOUR=10), pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def article(author: User) -> Article:
    return make_article("The whole article", author=author)


def post(
    app: Flask, article: Article, text: str, *, ip: str = HOME, email: str = "dara@example.org", **more: Any
) -> TestResponse:
    """What a browser at `ip` is answered to this reply."""
    data = {"article": article.id, "author": "Dara", "email": email, "comment": text, **more.pop("data", {})}
    return app.test_client().post("/comments", data=data, environ_base={"REMOTE_ADDR": ip}, **more)


def statuses(answers: Sequence[TestResponse]) -> list[int]:
    return [answer.status_code for answer in answers]


def stored() -> int:
    number = db.session.scalar(select(func.count(Comment.id))) or 0
    db.session.commit()
    return number


def pass_time(seconds: int) -> None:
    """Let all replies so far have been counted so much earlier."""
    for attempt in db.session.scalars(select(Attempt)):
        attempt.expires_at -= timedelta(seconds=seconds)
    db.session.commit()


def test_the_second_reply_within_15_seconds_is_refused_with_every_field_kept(app: Flask, article: Article) -> None:
    parent = make_comment(article, "What do you say?", name="Sia")
    assert post(app, article, "One").status_code == 303
    typed = {"url": "https://dara.example.org/", "parent": str(parent.id), "remember": "y"}
    answer = post(app, article, "Two, with <b> and  spaces", data=typed)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "15"
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = Page(answer)
    assert page.heading == "The whole article"
    assert page.title.startswith("Error: ")
    assert "You are posting quickly. Wait 15 seconds and post again" in page.one(id="error-summary").text
    form, _ = page.form("Post Comment")
    kept = {name: values[0] for name, values in page.filled(form).items()}
    assert kept.pop("stamp")
    assert kept == {
        "topic": "",
        "article": str(article.id),
        "author": "Dara",
        "email": "dara@example.org",
        "comment": "Two, with <b> and  spaces",
        **typed,
    }
    assert stored() == 2


def test_after_the_wait_the_kept_form_is_posted(app: Flask, client: Client, article: Article) -> None:
    post(app, article, "One", ip="127.0.0.1")
    page = client.submit(
        client.page(article_url(article)), "Post Comment", status=429, comment="Two", author="D", email="d@example.org"
    )
    pass_time(15)
    client.submit(page, "Post Comment")
    assert stored() == 2


def test_the_eleventh_reply_of_an_hour_is_told_the_minutes(app: Flask, article: Article) -> None:
    for number in range(10):
        assert post(app, article, f"Reply {number}").status_code == 303
        pass_time(20)
    answer = post(app, article, "The eleventh")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3400"
    assert "Wait 57 minutes and post again" in Page(answer).text
    pass_time(3400)
    assert post(app, article, "The eleventh").status_code == 303


def test_the_same_network_waits_whatever_address_it_gives(app: Flask, article: Article) -> None:
    post(app, article, "One")
    assert post(app, article, "Two", ip=SAME_NETWORK, email="narges@example.org").status_code == 429
    assert post(app, article, "Three", ip=ELSEWHERE, email="narges@example.org").status_code == 303


def test_the_same_address_waits_whatever_network_it_comes_from(app: Flask, article: Article) -> None:
    post(app, article, "One")
    assert post(app, article, "Two", ip=ELSEWHERE, email="DARA@Example.org").status_code == 429
    assert post(app, article, "Three", ip="192.0.2.1", email="narges@example.org").status_code == 303


def test_who_asks_about_the_pace_of_an_address_spends_their_own(app: Flask, article: Article) -> None:
    for number in range(10):
        post(app, article, f"Reply {number}")
        pass_time(15)
    known = post(app, article, "Is it you?", ip=ELSEWHERE)
    assert int(known.headers["Retry-After"]) > 3000
    # From now on the answer is the same for all addresses.
    answers = [post(app, article, "You?", ip=ELSEWHERE, email=f"{name}@example.org") for name in ("dara", "sia")]
    assert statuses(answers) == [429, 429]
    assert len({answer.headers["Retry-After"] for answer in answers}) == 1
    assert int(answers[0].headers["Retry-After"]) <= 15


def test_a_refusal_for_the_network_does_not_count_for_the_address(app: Flask, article: Article) -> None:
    post(app, article, "One")
    assert post(app, article, "Two", email="narges@example.org").status_code == 429
    assert post(app, article, "Three", ip=ELSEWHERE, email="narges@example.org").status_code == 303


def test_one_household_is_one_network_in_ipv6(app: Flask, article: Article) -> None:
    post(app, article, "One", ip="2001:db8:1:2::1")
    assert post(app, article, "Two", ip="2001:db8:1:2:ffff::9", email="b@example.org").status_code == 429
    assert post(app, article, "Three", ip="2001:db8:1:3::1", email="c@example.org").status_code == 303
    assert post(app, article, "Four", ip="::ffff:203.0.113.1", email="d@example.org").status_code == 303
    assert post(app, article, "Five", ip="203.0.113.9", email="e@example.org").status_code == 429


@pytest.mark.parametrize("ip", ["", "unix:", "999.1.1.1"])
def test_those_without_an_address_are_one_network(app: Flask, article: Article, ip: str) -> None:
    post(app, article, "One", ip=ip)
    assert post(app, article, "Two", ip=ip, email="b@example.org").status_code == 429


def test_a_forged_header_changes_nothing(app: Flask, article: Article) -> None:
    post(app, article, "One", headers={"X-Forwarded-For": ELSEWHERE})
    forged = {"X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1", "X-Real-IP": "192.0.2.1"}
    assert post(app, article, "Two", email="b@example.org", headers=forged).status_code == 429
    assert post(app, article, "Three", ip=ELSEWHERE, email="c@example.org").status_code == 303


@pytest.mark.settings(TRUSTED_PROXIES=1)
def test_behind_a_trusted_proxy_its_word_counts_and_the_visitor_s_does_not(app: Flask, article: Article) -> None:
    def through_proxy(text: str, seen: str, email: str) -> int:
        return post(app, article, text, ip="127.0.0.1", email=email, headers={"X-Forwarded-For": seen}).status_code

    assert through_proxy("One", HOME, "a@example.org") == 303
    assert through_proxy("Two", ELSEWHERE, "b@example.org") == 303
    assert through_proxy("Three", f"192.0.2.1, {SAME_NETWORK}", "c@example.org") == 429
    assert through_proxy("Four", "192.0.2.1", "c@example.org") == 303


def test_refused_forms_are_not_counted(app: Flask, article: Article) -> None:
    closed = make_article("Closed", comments_open=False)
    gone = make_comment(article, "Gone", name="Gone", status="spam")
    for _ in range(11):
        refused = [
            post(app, article, ""),
            post(app, article, "Words", email="nobody"),
            post(app, closed, "Words"),
            post(app, article, "Words", data={"parent": gone.id}),
        ]
        assert statuses(refused) == [422] * 4
    assert post(app, article, "One").status_code == 303


def test_what_was_posted_long_ago_is_named_and_not_counted(app: Flask, article: Article) -> None:
    post(app, article, "One")
    comment = db.session.scalars(select(Comment)).one()
    comment.created_at -= timedelta(minutes=11)
    pass_time(15)
    answer = post(app, article, "One")
    assert answer.status_code == 422
    assert "You have already posted this comment" in Page(answer).text
    assert post(app, article, "Two").status_code == 303


def test_the_same_click_twice_is_answered_like_the_first(app: Flask, article: Article) -> None:
    answers = [post(app, article, "One") for _ in range(3)]
    assert statuses(answers) == [303] * 3
    assert len({answer.location for answer in answers}) == 1
    assert stored() == 1


def together(app: Flask, article: Article, texts: Sequence[str]) -> list[TestResponse]:
    db.session.refresh(article)
    db.session.expunge(article)
    db.session.commit()
    start, answers = threading.Barrier(len(texts)), []

    def send(text: str) -> None:
        start.wait(30)
        answers.append(post(app, article, text))

    threads = [threading.Thread(target=send, args=[text]) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_several_replies_at_the_same_moment_one_is_taken(app: Flask, article: Article) -> None:
    answers = together(app, article, ["One", "Two", "Three", "Four"])
    assert sorted(statuses(answers)) == [303, 429, 429, 429]
    assert stored() == 1


def test_the_same_click_at_the_same_moment_is_answered_alike(app: Flask, article: Article) -> None:
    answers = together(app, article, ["One"] * 4)
    assert statuses(answers) == [303] * 4
    assert len({answer.location for answer in answers}) == 1
    assert stored() == 1


def test_the_newsroom_posts_as_it_likes(app: Flask, client: Client, article: Article, author: User) -> None:
    sign_in(client, author)
    for number in range(12):
        data = {"article": article.id, "comment": f"Answer {number}"}
        answer = client.post("/comments", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303
    assert post(app, article, "A reader's", ip="127.0.0.1").status_code == 303


@pytest.mark.settings(REPLY_SECONDS=0, REPLIES_AN_HOUR=2)
def test_one_limit_can_be_off_and_the_other_on(app: Flask, article: Article) -> None:
    assert statuses([post(app, article, f"Reply {number}") for number in range(3)]) == [303, 303, 429]


@pytest.mark.settings(REPLY_SECONDS=0, REPLIES_AN_HOUR=0)
def test_both_can_be_off(app: Flask, article: Article) -> None:
    assert statuses([post(app, article, f"Reply {number}") for number in range(12)]) == [303] * 12


def test_a_comment_lost_on_the_way_can_be_posted_at_once(app: Flask, article: Article) -> None:
    # Counted, and then the database was away: the same reply again does not have to wait.
    post(app, article, "One")
    db.session.delete(db.session.scalars(select(Comment)).one())
    assert post(app, article, "One").status_code == 303
    assert stored() == 1
