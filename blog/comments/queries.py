"""Finding comments."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.articles.listing import Card, Headline, headlines, newest
from blog.articles.models import Article
from blog.comments.models import APPROVED, SPAM, TRASH, Comment, ModerationBatch, ModerationDecision
from blog.media.addresses import PictureFiles
from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.database import db, execute_core

# The most discussed are found among so many of the newest articles.
DISCUSSED_AMONG = 100
DISCUSSED = 4
DECISIONS_PER_PAGE = 50


_APPROVED_COUNTS = (
    select(Comment.article_id, func.count())
    .where(Comment.article_id.in_(bindparam("ids", expanding=True)), Comment.status == APPROVED)
    .group_by(Comment.article_id)
)


def approved_counts(articles: Iterable[Article | Card]) -> dict[int, int]:
    """Approved comments of each of `articles`, by the article's id; those without any are left out."""
    ids = [article.id for article in articles]
    return dict(execute_core(_APPROVED_COUNTS, {"ids": ids}).all()) if ids else {}


_APPROVED = select(func.count()).where(Comment.article_id == Article.id, Comment.status == APPROVED)
_COUNTS_OF_NEWEST = newest(DISCUSSED_AMONG, Article.id, _APPROVED.scalar_subquery())


def most_discussed() -> list[tuple[Headline, int]]:
    """Those of the newest 100 public articles that have most approved comments, most first, with their number."""
    counts = dict(execute_core(_COUNTS_OF_NEWEST, {"now": now()}).all())
    most = sorted((article_id for article_id, count in counts.items() if count), key=lambda one: -counts[one])
    return [(article, counts[article.id]) for article in headlines(most[:DISCUSSED])]


# Made once: every reply to another comment asks for it.
_WITH_ARTICLE = (
    select(Comment)
    .where(Comment.id == bindparam("id"))
    .options(joinedload(Comment.article).joinedload(Article.author), joinedload(Comment.user))
)


def with_article(comment_id: int) -> Comment | None:
    """The comment with this id in any state, its article and the article's author loaded."""
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
    return [tuple(row) for row in execute_core(_SKELETON, {"article_id": article_id})]


def shown(ids: Iterable[int]) -> dict[int, Shown]:
    """The comments with these ids as readers see them, by id."""
    rows = execute_core(_SHOWN, {"ids": list(ids)})
    return {row[0]: Shown._make((*row[:-3], PictureFiles(*row[-3:]) if row[-1] else None)) for row in rows}


def by_ids(ids: Iterable[int]) -> dict[int, Comment]:
    """The comments with these ids, by id."""
    statement = (
        select(Comment).where(Comment.id.in_(list(ids))).options(joinedload(Comment.user).joinedload(User.photo))
    )
    return {comment.id: comment for comment in db.session.scalars(statement)}


# Made once: every reply asks for it.
_SAME = select(Comment.id).where(Comment.fingerprint == bindparam("fingerprint"))


def by_fingerprint(fingerprint: bytes) -> Comment | None:
    """The comment that was posted with the same words by the same sender in the same place."""
    found = execute_core(_SAME, {"fingerprint": fingerprint}).scalar()
    return db.session.get(Comment, found) if found is not None else None


_STANDING = select(ModerationDecision.comment_id).where(
    ModerationDecision.comment_id == Comment.id, ModerationDecision.undone_at.is_(None)
)
# Made once: every reply is judged by it.
_SENDER = select(
    func.count().filter(Comment.status == APPROVED),
    func.count().filter(Comment.status.in_((SPAM, TRASH)), _STANDING.exists()),
).where(Comment.address_index == bindparam("address_index"))


def sender_history(address_index: bytes) -> tuple[int, int]:
    """How many comments from this address are approved, and how many admins have called spam or thrown away."""
    approved, removed = execute_core(_SENDER, {"address_index": address_index}).one()
    return approved, removed


# Decisions


def batch(batch_id: int) -> ModerationBatch | None:
    """The decision with this id, whoever made it."""
    return db.session.scalar(
        select(ModerationBatch).where(ModerationBatch.id == batch_id).options(joinedload(ModerationBatch.undone_by))
    )


def newest_batch() -> int:
    """The id of the last decision; 0 where there is none."""
    return db.session.scalar(select(func.max(ModerationBatch.id))) or 0


def first_in(batch: ModerationBatch) -> tuple[int, str]:
    """The id of and the name on one of the comments that `batch` is about; 0 and "" where none is left."""
    comment_id, name = db.session.execute(
        select(func.min(Comment.id), func.min(Comment.name))
        .join(ModerationDecision)
        .where(ModerationDecision.batch_id == batch.id)
    ).one()
    return comment_id or 0, name or ""


def decisions(admin_id: int | None, number: int) -> Pagination:
    """Page `number` of all decisions, or of those of one admin, the newest first, who made and undid them loaded."""
    statement = select(ModerationBatch).order_by(ModerationBatch.id.desc())
    if admin_id is not None:
        statement = statement.where(ModerationBatch.admin_id == admin_id)
    statement = statement.options(joinedload(ModerationBatch.admin), joinedload(ModerationBatch.undone_by))
    return db.paginate(statement, page=number, per_page=DECISIONS_PER_PAGE, error_out=False)


def single_names(batches: Iterable[ModerationBatch]) -> dict[int, str]:
    """The name on the comment of each of `batches` that is about one alone, by the batch's id."""
    ids = [batch.id for batch in batches if batch.number == 1]
    rows = db.session.execute(
        select(ModerationDecision.batch_id, Comment.name).join(Comment).where(ModerationDecision.batch_id.in_(ids))
    )
    return dict(rows.all())


def who_decided() -> dict[int, str]:
    """The names of all who have made decisions, by their ids."""
    deciding = select(ModerationBatch.admin_id)
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(deciding)).order_by(User.name)).all())


def history(comment: Comment) -> list[tuple[ModerationBatch, datetime | None]]:
    """Every decision about `comment`, the first one first, and when it was undone for it."""
    rows = db.session.execute(
        select(ModerationBatch, ModerationDecision.undone_at)
        .join(ModerationDecision)
        .where(ModerationDecision.comment_id == comment.id)
        .options(joinedload(ModerationBatch.admin), joinedload(ModerationBatch.undone_by))
        .order_by(ModerationBatch.id)
    )
    return [(batch, undone_at) for batch, undone_at in rows]


def decided_by(ids: Iterable[int]) -> dict[int, ModerationBatch]:
    """The last decision about each of these comments that stands, its admin loaded, by the comment's id."""
    rows = db.session.execute(
        select(ModerationDecision.comment_id, ModerationBatch)
        .join(ModerationBatch)
        .where(ModerationDecision.comment_id.in_(list(ids)), ModerationDecision.undone_at.is_(None))
        .options(joinedload(ModerationBatch.admin))
        .order_by(ModerationBatch.id)
    )
    return dict(rows.all())


def decided_later(comment_ids: Select[int], after: int) -> list[tuple[ModerationBatch, int]]:
    """The decisions after the one with the id `after` that stand, and about how many of these comments each is."""
    numbers = (
        select(ModerationDecision.batch_id, func.count().label("number"))
        .where(
            ModerationDecision.batch_id > after,
            ModerationDecision.undone_at.is_(None),
            ModerationDecision.comment_id.in_(comment_ids),
        )
        .group_by(ModerationDecision.batch_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ModerationBatch, numbers.c.number)
        .join(numbers, numbers.c.batch_id == ModerationBatch.id)
        .options(joinedload(ModerationBatch.admin))
        .order_by(ModerationBatch.id)
    )
    return [(batch, number) for batch, number in rows]


def left_by_undo(batch: ModerationBatch) -> Select[int]:
    """The ids of the comments that the undo of `batch` left as somebody else wanted them."""
    return select(ModerationDecision.comment_id).where(
        ModerationDecision.batch_id == batch.id, ModerationDecision.undone_at.is_(None)
    )
