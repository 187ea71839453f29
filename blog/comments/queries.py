"""Finding comments."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.articles.listing import Card, Headline
from blog.articles.models import Article
from blog.comments.models import APPROVED, SPAM, TRASH, Comment, ModerationDecision
from blog.media.addresses import PictureFiles
from blog.media.models import Picture
from blog.tools.database import db, execute_core

_APPROVED_COUNTS = (
    select(Comment.article_id, func.count())
    .where(Comment.article_id.in_(bindparam("ids", expanding=True)), Comment.status == APPROVED)
    .group_by(Comment.article_id)
)


def approved_counts(articles: Iterable[Article | Card | Headline]) -> Counter[int]:
    """Approved comments of each of `articles`, by the article's id, in the same order."""
    counts = Counter({article.id: 0 for article in articles})
    if counts:
        counts.update(dict(execute_core(_APPROVED_COUNTS, {"ids": list(counts)}).all()))
    return counts


# Made once: every reply to another comment asks for it.
_WITH_ARTICLE = select(Comment).where(Comment.id == bindparam("id")).options(joinedload(Comment.article))


def with_article(comment_id: int) -> Comment | None:
    """The comment with this id in any state, its article loaded."""
    return db.session.scalar(_WITH_ARTICLE, {"id": comment_id})


class Shown(NamedTuple):
    """What readers see of a comment."""

    id: int
    status: str
    name: str
    website: str
    hue: int
    language: str
    html: str
    created_at: datetime
    # Of somebody of the newsroom.
    user_id: int | None
    photo: PictureFiles | None


# Made once: every page of an article asks for both, and every reply for the first.
_SKELETON = (
    select(Comment.id, Comment.parent_id, Comment.status)
    .where(Comment.article_id == bindparam("article_id"))
    .order_by(Comment.created_at, Comment.id)
)
_SHOWN = (
    select(
        *(getattr(Comment, name) for name in Shown._fields if name != "photo"),
        *(getattr(Picture, name) for name in PictureFiles._fields),
    )
    .outerjoin(User, User.id == Comment.user_id)
    .outerjoin(Picture, Picture.id == User.photo_id)
    .where(Comment.id.in_(bindparam("ids", expanding=True)))
)


def skeleton(article_id: int) -> list[tuple[int, int | None, str]]:
    """Id, parent's id and status of every comment of the article, oldest first."""
    # As real tuples: they are sorted, and rows take ten times as long to compare.
    return [tuple(row) for row in execute_core(_SKELETON, {"article_id": article_id}).all()]


def shown(ids: Iterable[int]) -> dict[int, Shown]:
    """The comments with these ids as readers see them, by id."""
    rows = execute_core(_SHOWN, {"ids": list(ids)}).all()
    return {row[0]: Shown._make((*row[:-3], PictureFiles(*row[-3:]) if row[-1] else None)) for row in rows}


def lock(ids: Iterable[int]) -> None:
    """Let nobody else change these comments: what is asked of them, or decided, afterwards is so until this ends.

    In the order of their ids, so that of two who lock some one waits for the other and never each for each. Without,
    PostgreSQL asks other tables what they held before it waited. On SQLite the first write locks all, and this nothing.
    """
    db.session.execute(select(Comment.id).where(Comment.id.in_(list(ids))).order_by(Comment.id).with_for_update())


def by_ids(ids: Iterable[int]) -> dict[int, Comment]:
    """The comments with these ids, by id, with their articles loaded."""
    statement = select(Comment).where(Comment.id.in_(list(ids))).options(joinedload(Comment.article))
    return {comment.id: comment for comment in db.session.scalars(statement)}


# Made once: every reply asks for it.
_SAME = select(Comment.id).where(Comment.fingerprint == bindparam("fingerprint"))


def by_fingerprint(fingerprint: bytes | None) -> Comment | None:
    """The comment that was posted with the same words by the same sender in the same place."""
    found = execute_core(_SAME, {"fingerprint": fingerprint}).scalar()
    return db.session.get(Comment, found) if found is not None else None


# The decisions about a comment that stand.
STANDING = select(ModerationDecision.comment_id).where(
    ModerationDecision.comment_id == Comment.id, ModerationDecision.undone_at.is_(None)
)
# Made once: every reply is judged by it.
_SENDER = select(
    func.count().filter(Comment.status == APPROVED),
    func.count().filter(Comment.status.in_((SPAM, TRASH)), STANDING.exists()),
).where(Comment.address_index == bindparam("address_index"))


def sender_history(address_index: bytes) -> tuple[int, int]:
    """How many comments from this address are approved, and how many admins have called spam or thrown away."""
    approved, removed = execute_core(_SENDER, {"address_index": address_index}).one()
    return approved, removed
