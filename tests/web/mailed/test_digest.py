"""An admin is mailed once a day what waits, and decides by the links without signing in."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts import managing
from blog.accounts.models import ADMIN, AUTHOR, User
from blog.articles.models import Article
from blog.comments import digesting, erasing, moderating, queue, reconsidering
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment, ModerationBatch
from blog.tools import tokens
from blog.tools.clock import local, now
from blog.tools.database import db
from tests.factories import changed_after, make_article, make_comment, make_user, nobody_waits_for_pages
from tests.pages import Client, sign_in
from tests.web.mailed.conftest import Round

# The hour has come whenever the tests run, and all that was posted the day before has waited at it.
pytestmark = [
    pytest.mark.settings(
        MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example", SITE_URL="http://localhost:8000", DIGEST_HOUR=0
    ),
    pytest.mark.usefixtures("minutes_to_spare"),
]


@pytest.fixture
def article(admin: User) -> Article:
    return make_article("The bridge", author=admin)


@pytest.fixture
def waiting(article: Article) -> Comment:
    return make_waiting(article)


def make_waiting(article: Article, text: str = "Can anyone confirm this?", name: str = "Teodor") -> Comment:
    return make_comment(article, text, name=name, status=PENDING, created_at=now() - timedelta(days=1))


def links(mail: EmailMessage) -> list[str]:
    return re.findall(r"http://localhost:8000(/comments/decision/\S+)", mail.get_content())


@pytest.fixture
def link(waiting: Comment, go_round: Round) -> str:
    (mail,) = go_round()
    (link,) = links(mail)
    return link


def test_a_day_has_one_mail_for_each_admin_who_wants_it(
    admin: User, article: Article, waiting: Comment, go_round: Round
) -> None:
    make_user("Omar Haddad", role=ADMIN, wants_digest=False)
    make_user("Gone Away", role=ADMIN, active=False)
    make_user("Ana Luz", role=AUTHOR)
    make_comment(article, "Posted since.", name="Late", status=PENDING)
    make_comment(article, "Seen already.", name="Seen", created_at=now() - timedelta(days=1))
    (mail,) = go_round()
    assert mail["To"] == admin.email
    assert mail["Subject"] == "The Meridian: 1 comment waits"
    text = mail.get_content().replace("\r\n", "\n")
    assert "Teodor, " in text
    assert "on “The bridge”\n> Can anyone confirm this?\nhttp://localhost:8000/comments/decision/" in text
    assert "teodor@" not in text
    assert "Late" not in text
    assert "Seen" not in text
    assert go_round() == []


def test_nothing_is_mailed_where_nothing_waits_or_before_the_hour(
    app: Flask, admin: User, article: Article, go_round: Round
) -> None:
    assert go_round() == []
    make_waiting(article)
    # In a zone where the day has only begun, and has more than an hour to go to its last one.
    app.config["DIGEST_HOUR"] = 23
    if local(now()).hour < 23:
        assert go_round() == []


def test_of_many_the_first_are_listed_and_all_are_counted(admin: User, article: Article, go_round: Round) -> None:
    for number in range(digesting.MOST + 5):
        make_waiting(article, f"Number {number}.\n\nMore. " + "x" * 500, name=f"Reader{number}")
    (mail,) = go_round()
    assert mail["Subject"] == "The Meridian: 25 comments wait"
    assert "25 comments wait at The Meridian, the first 20 are:" in mail.get_content()
    assert len(links(mail)) == digesting.MOST
    assert "> Number 0. More. xxx" in mail.get_content()
    assert len(mail.get_content()) < digesting.MOST * 500


@pytest.mark.parametrize(("button", "status"), [("Approve", APPROVED), ("Spam", SPAM), ("Delete", TRASH)])
def test_the_button_decides_as_that_admin_and_opening_the_link_does_not(
    app: Flask, client: Client, admin: User, waiting: Comment, link: str, button: str, status: str
) -> None:
    page = client.page(link)
    assert page.heading == "Comment by Teodor"
    assert "First comment from this address" in page.text
    assert "teodor@" not in page.text
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert waiting.status == PENDING
    page = client.submit(page, button)
    assert "Comment by Teodor " in page.text
    assert [one.text for one in page.all("button")] == []
    assert waiting.status == status
    batch = db.session.scalars(select(ModerationBatch)).one()
    assert (batch.admin_id, batch.new_status) == (admin.id, status)
    assert "You already" in client.page(link).text


def test_what_another_admin_has_decided_meanwhile_is_said_and_stays(
    client: Client, waiting: Comment, link: str
) -> None:
    page = client.page(link)
    other = make_user("Omar Haddad", role=ADMIN)
    moderating.decide(queue.chosen([waiting.id], PENDING), SPAM, other)
    answer = client.submit(page, "Approve", status=409)
    assert "Omar Haddad already marked this as spam" in answer.text
    assert [one.text for one in answer.all("button")] == []
    assert waiting.status == SPAM
    assert "Omar Haddad already marked this as spam" in client.page(link).text


def test_what_another_admin_decides_at_the_same_moment_is_said_and_nobody_waits(
    client: Client, waiting: Comment, link: str
) -> None:
    page = client.page(link)
    with changed_after("comments.id >", "UPDATE comments SET status = 'spam'"), nobody_waits_for_pages():
        page = client.submit(page, "Approve", status=409)
    assert "This comment is in Spam by now." in page.text
    assert db.session.scalars(select(ModerationBatch)).all() == []


def test_what_its_writer_has_changed_meanwhile_is_to_be_read_again(client: Client, waiting: Comment, link: str) -> None:
    page = client.page(link)
    reconsidering.change_own(waiting, "Buy pills.")
    page = client.submit(page, "Approve", status=409)
    assert "has been changed since" in page.text
    assert waiting.status == PENDING
    client.submit(page, "Spam")
    assert waiting.status == SPAM


def test_a_link_dies_with_the_account_the_role_the_address_the_comment_and_the_day(
    client: Client, admin: User, waiting: Comment, link: str
) -> None:
    make_user("Omar Haddad", role=ADMIN)
    # Of another moment, so that nothing is decided.
    shown = f"{waiting.id} 2020-02-02T20:20:00+00:00"

    def is_dead() -> bool:
        answers = [client.get(link).status_code, client.post(link, data={"approved": "1", "shown": shown}).status_code]
        assert answers in ([404, 404], [200, 409]), answers
        return answers == [404, 404]

    managing.deactivate(admin)
    assert is_dead()
    managing.reactivate(admin)
    managing.give_role(admin, AUTHOR)
    assert is_dead()
    managing.give_role(admin, ADMIN)
    former, admin.email = admin.email, "another@example.com"
    assert is_dead()
    admin.email = former
    waiting.edited_at = now()
    assert not is_dead(), "it is as good as before"
    day = int(now().timestamp()) // 86_400
    bound = f"{admin.email} {waiting.created_at.isoformat()}"
    good = tokens.signed("decide", admin.id, waiting.id, day - digesting.LINK_DAYS, bound=bound)
    assert client.get(f"/comments/decision/{good}").status_code == 200
    old = tokens.signed("decide", admin.id, waiting.id, day - digesting.LINK_DAYS - 1, bound=bound)
    assert client.get(f"/comments/decision/{old}").status_code == 404
    erasing.erase(Comment.id == waiting.id)
    assert is_dead()


def test_no_forged_link_decides(client: Client, admin: User, waiting: Comment, link: str) -> None:
    other = make_user("Omar Haddad", role=ADMIN)
    place, _, token = link.rpartition("/")
    signature = token.rpartition("~")[2]
    day = token.split("~")[2]
    bound = f"{admin.email} {waiting.created_at.isoformat()}"
    for forged in (
        f"{other.id}~{waiting.id}~{day}~{signature}",
        f"{admin.id}~{waiting.id}~{int(day) + 1}~{signature}",
        f"{admin.id}~{2**31}~{day}~{signature}",
        f"{admin.id}~{waiting.id}~{signature}",
        tokens.signed("confirm replies", admin.id, waiting.id, int(day), bound=bound),
        tokens.signed("decide", admin.id, waiting.id, int(day)),
    ):
        assert client.post(f"{place}/{forged}", data={"approved": "1"}).status_code == 404
    assert client.post(link, data={"erased": "1"}).status_code == 400
    assert waiting.status == PENDING


def test_an_admin_switches_it_off_in_the_profile(app: Flask, client: Client, admin: User, author: User) -> None:
    sign_in(client, admin)
    page = client.page("/desk/profile")
    assert "checked" in page.one("input", name="digest").attributes
    client.submit(page, "Save profile", digest=False)
    assert not admin.wants_digest
    app.config["MAIL_SERVER"] = ""
    assert client.page("/desk/profile").all("input", name="digest") == []
    client.submit(client.page("/desk/profile"), "Save profile")
    assert not admin.wants_digest
    app.config["MAIL_SERVER"] = "127.0.0.1"
    writer = app.test_client()
    sign_in(writer, author)
    assert writer.page("/desk/profile").all("input", name="digest") == []
