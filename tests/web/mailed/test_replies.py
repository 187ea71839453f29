"""A commenter wants to hear of replies: asks for it, confirms, is told of each once, and stops it."""

import re
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, forgetting, moderating, posting, queue
from blog.comments.corresponding.asking import ASKED_AGAIN_AFTER
from blog.comments.corresponding.models import Correspondent
from blog.comments.corresponding.queries import CONFIRM_WITHIN, confirm_token
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.outbox import Mail
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client
from tests.web.mailed.conftest import Round

pytestmark = pytest.mark.settings(
    MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example", SITE_URL="http://localhost:8000"
)

TICK = "Tell me of replies by email"
DARA = {"author": "Dara", "email": "dara@example.org"}


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article("The bridge\u2028is shut", comments_open=True)


@pytest.fixture
def own(article: Article) -> Comment:
    """An approved comment by Dara, who has confirmed that replies are wanted."""
    own = make_comment(article, wants_replies=True)
    confirm(own)
    return own


def confirm(comment: Comment) -> Correspondent:
    known = Correspondent(address_index=comment.address_index, address_sealed=comment.address_sealed)
    known.asked_at = now() - timedelta(days=1)
    known.confirmed_at = now()
    db.session.add(known)
    db.session.commit()
    return known


def reply_to(own: Comment, text: str = "Not so.", name: str = "Narges", **more: object) -> Comment:
    return make_comment(db.session.get_one(Article, own.article_id), text, name=name, parent=own, **more)


def approve(admin: User, *comments: Comment) -> None:
    moderating.decide(queue.chosen([one.id for one in comments], PENDING), APPROVED, admin)


def links(mail: EmailMessage) -> list[str]:
    return [urlsplit(one).path for one in re.findall(r"http://localhost:8000\S+", mail.get_content())]


def test_mail_is_offered_and_nothing_is_ticked(client: Client, article: Article) -> None:
    page = client.page(article_url(article))
    assert "checked" not in page.one("input", name="replies").attributes
    assert TICK in page.text


@pytest.mark.settings(MAIL_SERVER="")
def test_without_mail_nothing_is_offered(client: Client, article: Article) -> None:
    assert TICK not in client.page(article_url(article)).text


def test_the_address_is_asked_once_and_only_when_the_comment_is_approved(
    client: Client, admin: User, article: Article, go_round: Round
) -> None:
    client.submit(client.page(article_url(article)), "Post Comment", comment="Spam?", replies=True, **DARA)
    client.submit(client.page(article_url(article)), "Post Comment", comment="More", replies=True, **DARA)
    assert go_round() == []
    comments = db.session.scalars(select(Comment)).all()
    approve(admin, *comments)
    (asked,) = go_round()
    assert asked["To"] == "dara@example.org"
    assert "Spam?" not in asked.get_content()
    assert "Dara" not in asked.get_content()
    assert go_round() == []
    make_comment(article, "Again.", wants_replies=True)
    assert go_round() == []
    (known,) = db.session.scalars(select(Correspondent))
    known.asked_at -= ASKED_AGAIN_AFTER
    db.session.execute(delete(Mail))
    make_comment(article, "And again.", wants_replies=True)
    assert len(go_round()) == 1


def test_opening_the_link_does_nothing_and_pressing_the_button_confirms(
    client: Client, article: Article, go_round: Round
) -> None:
    own = make_comment(article, wants_replies=True)
    (asked,) = go_round()
    reply_to(own)
    page = client.page(links(asked)[0])
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    assert go_round() == []
    page = client.submit(page, "Mail me replies")
    assert "Confirmed." in page.text
    assert len(go_round()) == 1


def test_a_link_that_is_old_or_not_the_last_confirms_nothing(client: Client, article: Article, go_round: Round) -> None:
    make_comment(article, wants_replies=True)
    (asked,) = go_round()
    (known,) = db.session.scalars(select(Correspondent))
    link, asked_at = links(asked)[0], known.asked_at
    known.asked_at = asked_at - timedelta(minutes=2)
    assert client.post(link).status_code == 404, "it is not the last one"
    known.asked_at = now() - CONFIRM_WITHIN
    assert client.post(f"/comments/replies/{confirm_token(known)}").status_code == 404, "it is too old"
    assert known.confirmed_at is None
    known.asked_at = asked_at
    for forged in (link + "x", link[:-1], link.replace("/1~", "/2~"), link.replace("/1~", f"/{10**20}~")):
        assert client.post(forged).status_code == 404, forged
    assert known.confirmed_at is None
    assert client.post(link).status_code == 200


def test_a_reply_is_told_once_with_all_that_it_takes_and_nobodys_address(
    client: Client, own: Comment, go_round: Round
) -> None:
    reply = reply_to(own, "Not so.\n\n*Really* not: https://maps.example/", wants_replies=False)
    assert go_round(at_once=True) == [], "it may still be taken back"
    (mail,) = go_round()
    assert go_round() == []
    assert mail["Subject"] == "The Meridian: Narges has replied to your comment on “The bridge is shut”"
    assert (mail["To"], mail["From"]) == ("dara@example.org", "desk@news.example")
    text = mail.get_content().replace("\r\n", "\n")
    assert "> Not so.\n> \n> *Really* not: https://maps.example/" in text
    assert "narges@" not in mail.as_string().lower()
    where, stop = links(mail)
    assert where == f"/comments/{reply.id}"
    assert mail["List-Unsubscribe"].strip() == f"<http://localhost:8000{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(where).status_code == 302


def test_what_is_not_for_the_commenter_is_not_mailed(own: Comment, article: Article, go_round: Round) -> None:
    reply_to(own, "My own.", name="Dara")
    reply_to(own, "Spam.", name="Pills", status=SPAM)
    reply_to(own, "Waiting.", name="Omid", status=PENDING)
    other = make_comment(article, "Untold.", name="Pari", wants_replies=False)
    reply_to(other, "To somebody else.", name="Sia")
    make_comment(article, "To nobody.", name="Teodor")
    reply_to(own, "Long ago.", name="Yara", created_at=now() - timedelta(days=31))
    assert go_round() == []
    reply_to(own, "At last.", name="Zia")
    assert len(go_round()) == 1
    own.status = TRASH
    reply_to(other, "Now.", name="Noor").parent_id = own.id
    assert go_round() == []


def test_the_newsroom_replies_too(own: Comment, article: Article, go_round: Round) -> None:
    author = db.session.get_one(User, article.author_id)
    posting.post_as_staff(article, "We have asked.", own.id, author)
    (mail,) = go_round()
    assert "Samira Rostami has replied" in mail["Subject"]
    assert author.email not in mail.as_string()


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


def test_what_is_erased_is_told_to_nobody(own: Comment, go_round: Round) -> None:
    reply_to(own)
    erasing.erase(Comment.id == own.id)
    assert go_round() == []
