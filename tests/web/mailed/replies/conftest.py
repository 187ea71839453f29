"""Dara has commented and wants to hear of replies, and some come."""

import re
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.corresponding.models import Correspondent
from blog.comments.corresponding.queries import stop_token
from blog.comments.models import APPROVED, PENDING, Comment
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_comment
from tests.pages import Client, Page

with_mail = pytest.mark.settings(
    MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example", SITE_URL="http://localhost:8000"
)


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


def stop(client: Client) -> Page:
    """What Dara is told after stopping the mails, as a mail program does it."""
    known = db.session.scalars(select(Correspondent)).one()
    return Page(client.post(f"/comments/replies/{stop_token(known)}/end"))


def reply_to(own: Comment, text: str = "Not so.", name: str = "Narges", **more: object) -> Comment:
    return make_comment(db.session.get_one(Article, own.article_id), text, name=name, parent=own, **more)


def approve(admin: User, *comments: Comment) -> None:
    moderating.decide(queue.chosen([one.id for one in comments], PENDING), APPROVED, admin)


def links(mail: EmailMessage) -> list[str]:
    return [urlsplit(one).path for one in re.findall(r"http://localhost:8000\S+", mail.get_content())]
