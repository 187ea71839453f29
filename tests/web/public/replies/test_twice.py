"""The same reply is sent twice, and stands there once."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, nobody_waits_for_pages
from tests.pages import Client, let_in
from tests.web.public.replies.form import TEXT, Details, stored


def test_the_same_reply_sent_twice_is_one_comment(client: Client, reader: Details) -> None:
    form = client.page(article_url(make_article()))
    first = client.press(form, "Post Comment", comment=TEXT, **reader)
    second = client.press(form, "Post Comment", comment=f"  {TEXT} ", **reader)
    assert first.location == second.location
    assert len(stored()) == 1


def test_the_same_reply_much_later_is_named_as_such(client: Client, reader: Details) -> None:
    form = client.page(article_url(make_article()))
    client.press(form, "Post Comment", comment=TEXT, **reader)
    stored()[0].created_at -= timedelta(minutes=11)
    page = client.submit(form, "Post Comment", status=422, comment=TEXT, **reader)
    assert "You have already posted this comment" in page.one(id="error-summary").text


def test_somebody_of_the_newsroom_who_repeats_a_reply_is_told_so_and_nobody_waits(client: Client, admin: User) -> None:
    let_in(client, admin)
    data = {"article": make_article().id, "comment": TEXT}
    client.post("/comments", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    stored()[0].created_at -= timedelta(minutes=11)
    db.session.commit()
    with nobody_waits_for_pages():
        answer = client.post("/comments", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422
    assert "You have already posted this comment" in answer.text


@pytest.mark.parametrize("minutes", [0, 11])
def test_who_repeats_a_comment_from_elsewhere_learns_nothing_of_its_address(
    app: Flask, reader: Details, minutes: int
) -> None:
    data = {"article": make_article().id, "comment": TEXT, **reader}
    db.session.commit()
    app.test_client().post("/comments", data=data)
    stored()[0].created_at -= timedelta(minutes=minutes)
    db.session.commit()
    for network, address in (("192.0.2.1", reader["email"]), ("198.51.100.1", "nobody@example.org")):
        guess = data | {"email": address}
        answer = app.test_client().post("/comments", data=guess, environ_base={"REMOTE_ADDR": network})
        assert (answer.status_code, f"pending={stored()[-1].id}" in answer.location) == (303, True)
    assert len(stored()) == 3


def test_the_same_reply_at_the_same_moment_is_one_comment(app: Flask, reader: Details) -> None:
    article = make_article()
    data = {"article": article.id, "comment": TEXT, **reader}
    db.session.commit()
    together, answers = threading.Barrier(4), []

    def send() -> None:
        browser = app.test_client()
        together.wait(30)
        answers.append(browser.post("/comments", data=data).location)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(set(answers)) == 1
    assert len(stored()) == 1
