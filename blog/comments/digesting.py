"""Once a day, each admin who wants it is mailed what waits, with a link to each comment that needs no signing in."""

from collections.abc import Iterator
from datetime import datetime, time

from flask import current_app, render_template
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from blog.accounts.models import ADMIN, User
from blog.comments import queries, queue
from blog.comments.models import ERASED, PENDING, Comment
from blog.tools import outbox, tokens
from blog.tools.clock import from_local, local, now
from blog.tools.database import db

# Comments in one mail; the total is said.
MOST = 20
# So long the links are good.
LINK_DAYS = 3

_PURPOSE = "decide"
_DAY = 24 * 3600


def digest() -> Iterator[None]:
    """Put today's mails, one by one: each is to be committed before the next.

    They are about what waited at DIGEST_HOUR, also where nobody was there to send them before the evening.
    """
    moment = _todays_moment()
    if now() < moment:
        return
    keys = {f"digest {local(moment):%Y-%m-%d} {admin.id}": admin for admin in _readers()}
    missing = [key for key in keys if not outbox.was_put(key)]
    if not missing or not (total := queue.count(_waited_at(moment))):
        return
    for key in missing:
        _put(key, keys[key], moment, total)
        yield


def token_of(admin: User, comment: Comment) -> str:
    """What the link carries by which `admin` decides about `comment`."""
    return tokens.signed(_PURPOSE, admin.id, comment.id, _today(), bound=_bound(admin, comment))


def opened_by(token: str) -> tuple[User, Comment] | None:
    """The admin who was mailed the link with `token`, and the comment that it is for; None where it opens nothing.

    So it is when it is forged or old, when the admin is none any more or has another address, when the comment is gone.
    """
    numbers = tokens.numbers_in(token)
    if len(numbers) != 3 or numbers[2] + LINK_DAYS < _today():
        return None
    admin, comment = db.session.get(User, numbers[0]), queries.with_article(numbers[1])
    if admin is None or not admin.active or not admin.is_admin or comment is None or comment.status == ERASED:
        return None
    return (admin, comment) if tokens.is_signed(token, _PURPOSE, _bound(admin, comment)) else None


def _todays_moment() -> datetime:
    return from_local(datetime.combine(local(now()).date(), time(current_app.config["DIGEST_HOUR"])))


def _readers() -> list[User]:
    return list(db.session.scalars(select(User).where(User.role == ADMIN, User.active, User.wants_digest)))


def _waited_at(moment: datetime) -> ColumnElement[bool]:
    return (Comment.status == PENDING) & (Comment.created_at <= moment)


def _put(key: str, admin: User, moment: datetime, total: int) -> None:
    first = select(Comment).where(_waited_at(moment)).order_by(Comment.created_at, Comment.id).limit(MOST)
    comments = db.session.scalars(first.options(joinedload(Comment.article))).all()
    body = render_template(
        "email/digest.txt", links=[(one, token_of(admin, one)) for one in comments], total=total, days=LINK_DAYS
    )
    subject = "1 comment waits" if total == 1 else f"{total:,} comments wait"
    outbox.put(admin.email, subject, body, key=key, to_commenter=False)


def _bound(admin: User, comment: Comment) -> str:
    # A number may be given again to another comment when one is deleted for good.
    return f"{admin.email} {comment.created_at.isoformat()}"


def _today() -> int:
    return int(now().timestamp()) // _DAY
