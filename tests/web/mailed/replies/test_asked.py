"""A commenter is offered mail, asked once whether it is wanted, and confirms."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments.corresponding.asking import ASKED_AGAIN_AFTER
from blog.comments.corresponding.models import Correspondent
from blog.comments.corresponding.queries import CONFIRM_WITHIN, confirm_token
from blog.comments.models import Comment
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.outbox import Mail
from blog.web.template_helpers import article_url
from tests.factories import make_comment
from tests.pages import Client
from tests.web.mailed.conftest import Round
from tests.web.mailed.replies.conftest import approve, links, reply_to, stop, with_mail

pytestmark = with_mail

TICK = "Email me when someone replies"
DARA = {"author": "Dara", "email": "dara@example.org"}


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


def test_who_has_stopped_the_mails_has_them_again_by_a_tick_below_another_comment(
    client: Client, own: Comment, article: Article, go_round: Round
) -> None:
    page = stop(client)
    assert "To have them again, tick “Email me when someone replies” below another comment." in page.text
    assert go_round() == []
    another = make_comment(article, "Another.", wants_replies=True)
    (asked,) = go_round()
    with time_machine.travel(now() + timedelta(days=1)):
        make_comment(article, "And another.", wants_replies=True)
        assert go_round() == []
    client.submit(client.page(links(asked)[0]), "Mail me replies")
    reply_to(another)
    assert len(go_round()) == 1


def test_who_stops_the_mails_without_confirming_is_not_asked_again_for_days(
    client: Client, article: Article, go_round: Round
) -> None:
    make_comment(article, wants_replies=True)
    assert len(go_round()) == 1
    stop(client)
    with time_machine.travel(now() + timedelta(days=1)):
        make_comment(article, "Another.", wants_replies=True)
        assert go_round() == []


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
