"""The queue that admins work through: its tabs, its filters, its pages and what a card shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, UnaryExpression, and_, func, select, true, tuple_
from sqlalchemy.orm import aliased, joinedload

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import reporting
from blog.comments.decisions import decided_later
from blog.comments.filtering import Filter, found_by
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment, ModerationBatch, ModerationDecision
from blog.comments.reporting import Complaint
from blog.comments.spam.folding import visible
from blog.comments.spam.linking import links
from blog.tools.crypto import unsealed
from blog.tools.database import db
from blog.tools.networks import network

# No state but a tab: the approved comments that readers have reported and nobody has looked at since.
REPORTED = "reported"

TABS = (PENDING, REPORTED, APPROVED, SPAM, TRASH)
PER_PAGE = 25
# So many domains of one comment are offered to be looked for.
MOST_DOMAINS = 5
# So many articles can be chosen from; of more, nobody finds the one.
ARTICLE_CHOICES = 50


@dataclass(frozen=True)
class Card:
    """One comment as an admin sees it, who alone sees the commenter's address."""

    comment: Comment
    # Empty for the newsroom's own comments; None where no key fits any more.
    address: str | None
    # Empty where it is not known, or not any more; None as above.
    ip: str | None
    # Which comment from this address it is, counted from the first, and how many of them are approved.
    number: int
    approved: int
    parent: Comment | None
    complaint: Complaint | None

    @property
    def domains(self) -> list[str]:
        """Where its links lead, the website first."""
        found = [*links(self.comment.website), *links(visible(self.comment.html))]
        return list(dict.fromkeys(link.host for link in found))[:MOST_DOMAINS]


def matching(wanted: Filter) -> ColumnElement[bool]:
    """Whether a comment is one that `wanted` means, as a condition of a query."""
    return and_(in_tab(wanted.status), _had_come(wanted), found_by(wanted))


def taken(wanted: Filter, batch: ModerationBatch) -> ColumnElement[bool]:
    """Whether a comment is one that `wanted` meant until `batch` took it from its tab, and still as that left it."""
    decision = and_(ModerationDecision.batch_id == batch.id, _was_in(wanted.status))
    theirs = select(ModerationDecision.comment_id).where(decision, ModerationDecision.undone_at.is_(None))
    return and_(Comment.status == batch.new_status, found_by(wanted), Comment.id.in_(theirs))


def taken_since(wanted: Filter, seen: int) -> list[tuple[ModerationBatch, int]]:
    """The decisions after the one with the id `seen` about what `wanted` meant then, each with how many of them."""
    later = and_(ModerationDecision.batch_id > seen, _was_in(wanted.status), ~in_tab(wanted.status))
    moved = select(ModerationDecision.comment_id).join(Comment).where(later)
    return decided_later(moved.where(found_by(wanted)), seen)


def in_tab(status: str) -> ColumnElement[bool]:
    """Whether a comment is in this tab, as a condition of a query."""
    if status == REPORTED:
        return and_(Comment.status == APPROVED, reporting.is_reported())
    return Comment.status == status


def chosen(ids: Iterable[int], status: str) -> ColumnElement[bool]:
    """Whether a comment is one of `ids` and still in the tab where the admin saw it, as a condition of a query."""
    return and_(Comment.id.in_(list(ids)), in_tab(status))


def page(wanted: Filter, number: int) -> Pagination:
    """Page `number` of the comments that `wanted` means: waiting ones oldest first, reported ones most urgent first.

    Past the end it is the last page: those who empty a page shall not end on an error.
    """
    statement = (
        select(Comment)
        .where(matching(wanted))
        .options(joinedload(Comment.article), joinedload(Comment.user).joinedload(User.photo))
        .order_by(*_order(wanted.status))
    )
    found = db.paginate(statement, page=number, per_page=PER_PAGE, error_out=False)
    if not found.items and found.total:
        found = db.paginate(statement, page=found.pages, per_page=PER_PAGE, error_out=False)
    return found


def cards(comments: list[Comment]) -> list[Card]:
    """What the queue shows of each of `comments`, by a number of queries that does not grow with theirs."""
    histories = _histories(comments)
    parents = _parents(comments)
    complaints = reporting.complaints(comment.id for comment in comments)
    return [
        Card(
            comment,
            _unsealed(comment.address_sealed),
            _unsealed(comment.ip_sealed),
            *histories.get(comment.id, (0, 0)),
            parents.get(comment.parent_id) if comment.parent_id is not None else None,
            complaints.get(comment.id),
        )
        for comment in comments
    ]


def counts() -> dict[str, int]:
    """How many comments are in each tab."""
    rows = db.session.execute(select(Comment.status, func.count()).group_by(Comment.status))
    found = {status: number for status, number in rows if status in TABS}
    return dict.fromkeys(TABS, 0) | found | {REPORTED: count(in_tab(REPORTED))}


def count(which: ColumnElement[bool]) -> int:
    """How many comments meet the condition."""
    return db.session.scalar(select(func.count(Comment.id)).where(which)) or 0


def oldest_waiting() -> datetime | None:
    """When the first of the waiting comments was posted; None where none waits."""
    return db.session.scalar(select(func.min(Comment.created_at)).where(Comment.status == PENDING))


def neighbour(wanted: Filter, left: Comment) -> int | None:
    """The id of the comment to go on with after `left`: the next one, or the last one that is there."""
    others = select(Comment.id).where(matching(wanted), Comment.id != left.id).limit(1)
    if wanted.status == REPORTED:
        # The one that was left may have moved, or be gone from here: the most urgent one is what there is to do.
        return db.session.scalar(others.order_by(*_order(REPORTED)))
    rising = wanted.status == PENDING
    place, here = tuple_(Comment.created_at, Comment.id), (left.created_at, left.id)
    following = others.where(place > here if rising else place < here).order_by(*_by_age(rising))
    return db.session.scalar(following) or db.session.scalar(others.order_by(*_by_age(not rising)))


def sender_of(wanted: Filter) -> tuple[str, str]:
    """The address and the network that `wanted` asks for, as admins read them; "" for what nobody can tell any more."""
    address = network_of = ""
    if wanted.address is not None:
        sealed = select(Comment.address_sealed).where(Comment.address_index == wanted.address)
        address = _unsealed(db.session.scalar(sealed.limit(1))) or ""
    if wanted.network is not None:
        there = and_(Comment.network_index == wanted.network, Comment.ip_sealed.is_not(None))
        ip = _unsealed(db.session.scalar(select(Comment.ip_sealed).where(there).limit(1)))
        network_of = network(ip) if ip else ""
    return address, network_of


def article_choices(wanted: Filter) -> dict[int, str]:
    """Headlines, by id, of the newest articles with comments in the tab, and of the one that is chosen already."""
    has_some = Article.id.in_(select(Comment.article_id).where(in_tab(wanted.status)))
    statement = select(Article.id, Article.headline).order_by(Article.published_at.desc(), Article.id.desc())
    chosen_one = statement.where(Article.id == wanted.article_id)
    return dict(
        [
            *db.session.execute(statement.where(has_some).limit(ARTICLE_CHOICES)),
            *db.session.execute(chosen_one),
        ]
    )


def _had_come(wanted: Filter) -> ColumnElement[bool]:
    """Whether a comment of the tab was in it when the admin was shown it; it may have been moved there since."""
    if wanted.until is None:
        return true()
    there = Comment.status_since <= wanted.until
    return and_(there, reporting.is_reported(wanted.until)) if wanted.status == REPORTED else there


def _was_in(status: str) -> ColumnElement[bool]:
    if status == REPORTED:
        reported = ModerationDecision.comment_id.in_(reporting.ever_reported())
        return and_(ModerationDecision.former_status == APPROVED, reported)
    return ModerationDecision.former_status == status


def _order(status: str) -> Sequence[ColumnElement[Any]]:
    if status == REPORTED:
        return *reporting.urgency(), Comment.id.asc()
    return _by_age(status == PENDING)


def _by_age(rising: bool) -> tuple[UnaryExpression[datetime], UnaryExpression[int]]:
    if rising:
        return Comment.created_at.asc(), Comment.id.asc()
    return Comment.created_at.desc(), Comment.id.desc()


def _histories(comments: list[Comment]) -> dict[int, tuple[int, int]]:
    this, other = aliased(Comment), aliased(Comment)
    rows = db.session.execute(
        select(
            this.id,
            func.count(other.id).filter(other.id <= this.id),
            func.count(other.id).filter(other.status == APPROVED),
        )
        .join(other, other.address_index == this.address_index)
        .where(this.id.in_([comment.id for comment in comments]))
        .group_by(this.id)
    )
    return {comment_id: (number, approved) for comment_id, number, approved in rows}


def _parents(comments: list[Comment]) -> dict[int, Comment]:
    ids = {comment.parent_id for comment in comments if comment.parent_id is not None}
    return {parent.id: parent for parent in db.session.scalars(select(Comment).where(Comment.id.in_(ids)))}


def _unsealed(sealed: bytes | None) -> str | None:
    return unsealed(sealed) if sealed is not None else ""
