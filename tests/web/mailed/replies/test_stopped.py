"""A commenter stops the mails by a link, and nobody does it by another."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blog.articles.models import Article
from blog.comments.corresponding import stopping, telling
from blog.comments.corresponding.models import Correspondent
from blog.comments.models import Comment
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_comment
from tests.pages import Client
from tests.web.mailed.conftest import Round
from tests.web.mailed.replies.conftest import links, reply_to, stop, with_mail

pytestmark = with_mail


def test_a_mail_program_stops_the_mails_without_cookie_origin_or_token(
    app: Flask, client: Client, own: Comment, go_round: Round
) -> None:
    reply_to(own)
    (mail,) = go_round()
    stop = links(mail)[1]
    assert "Stop the mails" in client.page(stop).text
    reply_to(own, "More.")
    assert len(go_round()) == 1, "opening the page stops nothing"
    program = FlaskClient(app, use_cookies=False)
    for _ in range(2):
        answer = program.post(stop, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert "No replies are mailed to you." in answer.text
    reply_to(own, "And more.")
    assert go_round() == []
    # Asked for anew, it is for the comment where it was asked for.
    known = db.session.scalars(select(Correspondent)).one()
    known.confirmed_at, known.stopped_at = now(), None
    assert go_round() == []


def test_nothing_is_confirmed_by_the_link_from_before_the_mails_were_stopped(
    client: Client, article: Article, go_round: Round
) -> None:
    make_comment(article, wants_replies=True)
    (asked,) = go_round()
    one_tab, other_tab = client.page(links(asked)[0]), client.page(links(asked)[0])
    client.submit(one_tab, "Mail me replies")
    stop(client)
    page = client.submit(other_tab, "Mail me replies", status=404)
    assert page.heading == "This link leads nowhere"
    assert not db.session.scalars(select(Correspondent)).one().gets_mail


def test_who_stops_the_mails_while_they_are_put_gets_none_of_them(own: Comment) -> None:
    for text in ("Not so.", "More.", "And more."):
        reply_to(own, text).status_since = now() - timedelta(minutes=5)
    putting = telling.tell()
    next(putting)
    assert outbox.waiting().number == 1
    stopping.stop(db.session.scalars(select(Correspondent)).one())
    for _ in putting:
        pass
    assert outbox.waiting().number == 0


@pytest.mark.parametrize("token", ["1~x", "x", "~", "1", "1~", f"{2**31}~x", "1~2~" + "x" * 24, "%00", "1~%ff"])
def test_no_forged_link_stops_or_confirms_anything(client: Client, own: Comment, token: str) -> None:
    confirmed = db.session.scalars(select(Correspondent)).one().confirmed_at
    for path in (f"/comments/replies/{token}", f"/comments/replies/{token}/end"):
        for method in ("GET", "POST"):
            assert client.open(path, method=method).status_code in (400, 404), (method, path)
    known = db.session.scalars(select(Correspondent)).one()
    assert (known.confirmed_at, known.stopped_at) == (confirmed, None)


def test_a_link_is_worth_nothing_for_another_purpose(client: Client, own: Comment, go_round: Round) -> None:
    reply_to(own)
    (mail,) = go_round()
    assert client.post(links(mail)[1].removesuffix("/end")).status_code == 404
