"""A decision that is taken back in time, or somebody who is forgotten, is in no mail."""

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import User
from blog.comments import erasing, forgetting, moderating, queue
from blog.comments.corresponding.models import Correspondent
from blog.comments.models import APPROVED, PENDING, Comment
from blog.tools import outbox
from blog.tools.database import db
from tests.web.mailed.conftest import Round
from tests.web.mailed.replies.conftest import approve, reply_to, with_mail

pytestmark = with_mail


def test_a_decision_taken_back_in_time_has_never_been(own: Comment, admin: User, go_round: Round) -> None:
    reply = reply_to(own, status=PENDING)
    batch = moderating.decide(queue.chosen([reply.id], PENDING), APPROVED, admin)
    assert batch
    assert go_round(at_once=True) == []
    moderating.undo(batch, admin)
    assert go_round() == []
    again = moderating.decide(queue.chosen([reply.id], PENDING), APPROVED, admin)
    assert again
    assert len(go_round()) == 1
    moderating.undo(again, admin)
    approve(admin, reply)
    assert go_round() == []


def test_a_mail_that_still_waits_is_taken_back_with_the_decision(
    app: Flask, own: Comment, admin: User, go_round: Round
) -> None:
    reply = reply_to(own, status=PENDING)
    batch = moderating.decide(queue.chosen([reply.id], PENDING), APPROVED, admin)
    assert batch
    port, app.config["MAIL_PORT"] = app.config["MAIL_PORT"], 1
    assert go_round() == []
    assert outbox.waiting().number == 1
    moderating.undo(batch, admin)
    app.config["MAIL_PORT"] = port
    assert go_round() == []
    assert outbox.waiting().number == 0
    approve(admin, reply)
    assert len(go_round()) == 1


def test_a_reply_with_the_number_of_one_that_is_gone_is_mailed_as_well(own: Comment, go_round: Round) -> None:
    number = reply_to(own).id
    assert len(go_round()) == 1
    erasing.erase(Comment.id == number)
    reply_to(own, "Another.")
    (mail,) = go_round()
    assert "Another." in mail.get_content()


@pytest.mark.parametrize("forget", [forgetting.anonymise, forgetting.delete])
def test_who_is_forgotten_is_in_no_mail_that_waits(app: Flask, own: Comment, go_round: Round, forget: object) -> None:
    reply_to(own)
    port, app.config["MAIL_PORT"] = app.config["MAIL_PORT"], 1
    go_round()
    forget("narges@example.org")
    app.config["MAIL_PORT"] = port
    assert [mail for mail in go_round() if "Narges" in mail.as_string()] == []
    forget("dara@example.org")
    assert db.session.scalars(select(Correspondent)).all() == []
    assert outbox.waiting().number == 0
