"""Asking who wants mail of replies whether the address is theirs, before anything else is sent to it.

Nobody can have strangers mailed: only a comment that has been approved makes the site ask, and an address is asked
once in some days whatever is posted with it, or once more where its owner confirmed and has stopped the mails since.
"""

from collections.abc import Iterator
from datetime import timedelta

from flask import render_template
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from blog.articles.models import Article
from blog.comments.corresponding.models import Correspondent
from blog.comments.corresponding.queries import CONFIRM_WITHIN, address_of, confirm_token
from blog.comments.corresponding.stopping import unsubscribe_headers
from blog.comments.models import APPROVED, Comment
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import db

ASKED_AGAIN_AFTER = timedelta(days=7)
# What was approved longer ago is nothing to write about any more.
RECENT = timedelta(days=3)


def ask() -> Iterator[None]:
    """Put the mails that ask for a confirmation, one by one: each is to be committed before the next."""
    for comment_id, headline in _askers():
        comment = db.session.get_one(Comment, comment_id)
        correspondent = _taken_on(comment)
        if correspondent is not None:
            _put(correspondent, headline)
            yield


def confirm(correspondent: Correspondent) -> None:
    """Mail replies to this address from now on."""
    correspondent.confirmed_at = now()
    correspondent.stopped_at = None
    db.session.flush()


def _askers() -> list[tuple[int, str]]:
    """The last approved comment of each who wants replies, with the headline above it, where it is time to ask."""
    wanting = (
        select(func.max(Comment.id))
        .outerjoin(Correspondent, Correspondent.address_index == Comment.address_index)
        .where(
            Comment.status == APPROVED,
            Comment.status_since > now() - RECENT,
            Comment.wants_replies,
            Comment.address_index.is_not(None),
            or_(Correspondent.id.is_(None), and_(_may_be_asked(), Comment.created_at > Correspondent.asked_at)),
        )
        .group_by(Comment.address_index)
    )
    rows = db.session.execute(select(Comment.id, Article.headline).join(Article).where(Comment.id.in_(wanting)))
    return [(comment_id, headline) for comment_id, headline in rows]


def _may_be_asked() -> ColumnElement[bool]:
    gets_mail = and_(Correspondent.confirmed_at.is_not(None), Correspondent.stopped_at.is_(None))
    is_answered = Correspondent.confirmed_at > Correspondent.asked_at
    return and_(or_(Correspondent.asked_at <= now() - ASKED_AGAIN_AFTER, is_answered), ~gets_mail)


def _taken_on(comment: Comment) -> Correspondent | None:
    """Who is asked now because of `comment`; None where somebody else has just asked them."""
    mine = Correspondent.address_index == comment.address_index
    known = db.session.scalar(select(Correspondent).where(mine))
    if known is not None:
        asking = update(Correspondent).where(mine, _may_be_asked()).values(asked_at=now())
        return db.session.scalar(asking.returning(Correspondent).execution_options(populate_existing=True))
    try:
        with db.session.begin_nested():
            new = Correspondent(address_index=comment.address_index, address_sealed=comment.address_sealed)
            db.session.add(new)
    except IntegrityError:
        return None
    return new


def _put(correspondent: Correspondent, headline: str) -> None:
    token = confirm_token(correspondent)
    body = render_template("email/confirm_replies.txt", headline=headline, token=token, days=CONFIRM_WITHIN.days)
    outbox.put(
        address_of(correspondent),
        "Confirm that you want replies by email",
        body,
        key=f"confirm {token.rpartition('~')[0]}",
        headers=unsubscribe_headers(correspondent),
    )
