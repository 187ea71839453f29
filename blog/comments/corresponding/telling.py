"""Mail to a commenter about each approved reply to a comment of theirs.

What an admin decides does nothing here: the approved replies are looked for now and then, and a decision that is taken
back soon enough has never been. So clearing ten thousand comments costs nothing for the mails that come of it.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import render_template
from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from blog.articles.models import Article
from blog.articles.queries import is_public
from blog.comments.corresponding.models import Correspondent
from blog.comments.corresponding.queries import address_of, stop_token
from blog.comments.corresponding.stopping import KEY, unsubscribe_headers
from blog.comments.models import APPROVED, Comment
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.database import change_rows, db

# After a reply is approved: time to take it back.
GRACE = timedelta(minutes=2)
# A reply that was approved longer ago, or posted longer ago still, is no news.
RECENT = timedelta(days=3)
POSTED_WITHIN = timedelta(days=30)
# Replies looked for at a time.
BATCH = 200

_REPLY, _OWN = aliased(Comment), aliased(Comment)


def tell() -> Iterator[None]:
    """Put the mails about replies, one by one: each is to be committed before the next."""
    while pairs := db.session.execute(_untold().order_by(_REPLY.id).limit(BATCH)).all():
        for reply_id, correspondent_id in pairs:
            # Looked at once more: who stops the mails may have done so since.
            untold = _untold().where(_REPLY.id == reply_id, Correspondent.id == correspondent_id)
            if db.session.execute(untold).first() and _note(reply_id):
                _put(_reply(reply_id), db.session.get_one(Correspondent, correspondent_id))
            yield


def call_back() -> Iterator[None]:
    """Take mails that still wait out of the outbox where their reply is hidden or gone by now."""
    waiting = _waiting().keys()
    shown = Comment.id.in_(waiting) & (Comment.status == APPROVED)
    if hidden := waiting - set(db.session.scalars(select(Comment.id).where(shown))):
        take_back(hidden)
        yield


def take_back(reply_ids: Iterable[int]) -> None:
    """Delete the mails about these replies that nobody has begun to send. As none was told, they may be told anew."""
    waiting = _waiting()
    taken = outbox.take_back(waiting[number] for number in waiting.keys() & set(reply_ids))
    change_rows(update(Comment).where(Comment.id.in_(_by_id(taken))).values(told_at=None))


def _waiting() -> dict[int, str]:
    """The keys of the mails that wait, by the ids of the replies that they are about."""
    return _by_id(outbox.unsent(KEY))


def _by_id(keys: Iterable[str]) -> dict[int, str]:
    return {int(key.removeprefix(KEY).partition(" ")[0]): key for key in keys}


def _untold() -> Select[int, int]:
    """The replies to be told of, with their correspondents: approved long enough ago, and by somebody else."""
    reply, own, at = _REPLY, _OWN, now()
    return (
        select(reply.id, Correspondent.id)
        .join(own, own.id == reply.parent_id)
        .join(Correspondent, Correspondent.address_index == own.address_index)
        .join(Article, Article.id == reply.article_id)
        .where(
            reply.status == APPROVED,
            reply.status_since > at - RECENT,
            reply.status_since <= at - GRACE,
            reply.created_at > at - POSTED_WITHIN,
            reply.told_at.is_(None),
            or_(reply.address_index.is_(None), reply.address_index != own.address_index),
            own.status == APPROVED,
            own.wants_replies,
            Correspondent.confirmed_at.is_not(None),
            Correspondent.stopped_at.is_(None),
            is_public(),
        )
    )


def _note(reply_id: int) -> bool:
    """Whether the reply is still one to be told of, which nobody else does from now on."""
    untold = (Comment.id == reply_id, Comment.told_at.is_(None), Comment.status == APPROVED)
    noting = update(Comment).where(*untold).values(told_at=now()).returning(Comment.id)
    return db.session.scalar(noting) is not None


def _reply(reply_id: int) -> Comment:
    statement = select(Comment).where(Comment.id == reply_id).options(joinedload(Comment.article))
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _put(reply: Comment, correspondent: Correspondent) -> None:
    outbox.put(
        address_of(correspondent),
        f"{reply.name} has replied to your comment on “{reply.article.headline}”",
        render_template("email/reply.txt", reply=reply, token=stop_token(correspondent)),
        # With its moment: SQLite gives the number of a deleted comment again, and a key is known for some days.
        key=f"{KEY}{reply.id} {reply.created_at.isoformat()}",
        headers=unsubscribe_headers(correspondent),
    )
