"""Finding comments."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.articles.models import Article
from blog.articles.queries import is_public
from blog.comments.models import APPROVED, SPAM, TRASH, Comment, ModerationBatch, ModerationDecision
from blog.tools.clock import now
from blog.tools.database import db

MOST_DISCUSSED_DAYS = 30


def approved_counts(articles: Iterable[Article]) -> dict[int, int]:
    """Approved comments of each of `articles`, by the article's id; those without any are left out."""
    ids = [article.id for article in articles]
    if not ids:
        return {}
    rows = db.session.execute(
        select(Comment.article_id, func.count())
        .where(Comment.article_id.in_(ids), Comment.status == APPROVED)
        .group_by(Comment.article_id)
    )
    return dict(rows.all())


def most_discussed(limit: int = 4) -> list[tuple[Article, int]]:
    """The public articles with most approved comments of the last 30 days, most first, with their number."""
    since = now() - timedelta(days=MOST_DISCUSSED_DAYS)
    counts = (
        select(Comment.article_id, func.count().label("comments"))
        .where(Comment.status == APPROVED, Comment.created_at > since)
        .group_by(Comment.article_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Article, counts.c.comments)
        .join(counts, counts.c.article_id == Article.id)
        .where(is_public())
        .order_by(counts.c.comments.desc(), Article.published_at.desc(), Article.id.desc())
        .limit(limit)
    )
    return [(article, count) for article, count in rows]


def with_article(comment_id: int) -> Comment | None:
    """The comment with this id in any state, its article and the article's author loaded."""
    return db.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id)
        .options(joinedload(Comment.article).joinedload(Article.author), joinedload(Comment.user))
    )


def skeleton(article: Article) -> list[tuple[int, int | None, str]]:
    """Id, parent's id and status of every comment of `article`, oldest first."""
    rows = db.session.execute(
        select(Comment.id, Comment.parent_id, Comment.status)
        .where(Comment.article_id == article.id)
        .order_by(Comment.created_at, Comment.id)
    )
    return [(comment_id, parent_id, status) for comment_id, parent_id, status in rows]


def by_ids(ids: Iterable[int]) -> dict[int, Comment]:
    """The comments with these ids, by id."""
    statement = (
        select(Comment).where(Comment.id.in_(list(ids))).options(joinedload(Comment.user).joinedload(User.photo))
    )
    return {comment.id: comment for comment in db.session.scalars(statement)}


def by_fingerprint(fingerprint: bytes) -> Comment | None:
    """The comment that was posted with the same words by the same sender in the same place."""
    return db.session.scalar(select(Comment).where(Comment.fingerprint == fingerprint))


def sender_history(address_index: bytes) -> tuple[int, int]:
    """How many comments from this address are approved, and how many admins have called spam or thrown away."""
    decided = select(ModerationDecision.comment_id).where(
        ModerationDecision.comment_id == Comment.id, ModerationDecision.undone_at.is_(None)
    )
    removed = and_(Comment.status.in_((SPAM, TRASH)), decided.exists())
    counts = select(func.count().filter(Comment.status == APPROVED), func.count().filter(removed))
    approved, removed_ones = db.session.execute(counts.where(Comment.address_index == address_index)).one()
    return approved, removed_ones


def has_replies(comment: Comment) -> bool:
    """Whether any comment, in any state, answers `comment`."""
    return db.session.scalar(select(Comment.id).where(Comment.parent_id == comment.id).limit(1)) is not None


# Decisions


def own_batch(batch_id: int, admin: User) -> ModerationBatch | None:
    """The decision with this id if `admin` made it."""
    return db.session.scalar(
        select(ModerationBatch).where(ModerationBatch.id == batch_id, ModerationBatch.admin_id == admin.id)
    )


def decided_in(batch: ModerationBatch) -> tuple[int, int, str]:
    """How many comments `batch` is about, and the id of and the name on one of them."""
    number, comment_id, name = db.session.execute(
        select(func.count(), func.min(Comment.id), func.min(Comment.name))
        .join(ModerationDecision)
        .where(ModerationDecision.batch_id == batch.id)
    ).one()
    return number, comment_id or 0, name or ""


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
