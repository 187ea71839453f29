"""What readers say, and what admins decide about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.articles.models import Article
from blog.tools.clock import now
from blog.tools.database import Base, Sealed, UTCDateTime

TEXT_LENGTH = 8000
NAME_LENGTH = 80
ADDRESS_LENGTH = 254
WEBSITE_LENGTH = 200
USER_AGENT_LENGTH = 300

PENDING = "pending"
APPROVED = "approved"
SPAM = "spam"
TRASH = "trash"
# Deleted for good, but with replies: an empty place in the thread. No tab shows it.
ERASED = "erased"


class Comment(Base):
    """One comment. The commenter's address is there sealed, and as a blind index to find it by, and nowhere else."""

    __tablename__ = "comments"
    __table_args__ = (
        # All that the skeleton of a thread is made of, so that no row of it is read.
        Index("ix_comments_thread", "article_id", "created_at", "id", "parent_id", "status"),
        Index("ix_comments_of_article", "article_id", "status"),
        Index("ix_comments_queue", "status", "created_at", "id"),
        Index("ix_comments_sender", "address_index", "status"),
        Index("ix_comments_retention", "status", "status_since"),
        Index("ix_comments_network", "network_index", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    status_since: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    # What was judged when it came: a verdict of `spam`, empty where nobody judged, as on a comment of the newsroom.
    verdict: Mapped[str] = mapped_column(String(10), default="")
    # Why it was held or called spam: sentences for the queue, and what they rest on.
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # As what the classifier was taught it, SPAM or APPROVED; empty where it was not.
    taught: Mapped[str] = mapped_column(String(10), default="")
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    website: Mapped[str] = mapped_column(String(WEBSITE_LENGTH), default="")
    # Both are empty on a comment of the newsroom and on an erased one.
    address_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    address_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # Two equal comments by one sender and network in one place have the same: the database refuses the second.
    fingerprint: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    # Where it came from, as admins are shown it for some days: no IP address is there in clear.
    ip_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    network_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    user_agent: Mapped[str] = mapped_column(String(USER_AGENT_LENGTH), default="")
    hue: Mapped[int]
    # "fa" where it is written in Arabic letters, so that browsers lay it out from right to left; else empty.
    language: Mapped[str] = mapped_column(String(8), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # Which version of the sanitizer made `html`: `flask comments render` finds the others.
    sanitizer_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Whether its writer wants mail of replies to it. They get some once they have confirmed that the address is theirs.
    wants_replies: Mapped[bool] = mapped_column(default=False)
    # When the writer of the comment that it answers was mailed of it: that happens once, whatever is decided later.
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    article: Mapped[Article] = relationship(lazy="raise")
    user: Mapped[User | None] = relationship(lazy="raise")


@event.listens_for(Comment.status, "set")
def _note_since_when(comment: Comment, status: str, former: object, _initiator: Any) -> None:
    if status != former:
        comment.status_since = now()


# What the columns of a comment hold once nothing is known of where it came from. The network is in the fingerprint.
NO_ORIGIN: dict[str, Any] = {"ip_sealed": None, "network_index": None, "user_agent": "", "fingerprint": None}

# And once nothing is known of who wrote it. The colour is made from the address.
NO_SENDER = NO_ORIGIN | {
    "name": "",
    "website": "",
    "reasons": [],
    "evidence": {},
    "hue": 0,
    "address_sealed": None,
    "address_index": None,
    "wants_replies": False,
}


class ModerationBatch(Base):
    """One decision of an admin about one or many comments; undoing it brings back the former states."""

    __tablename__ = "moderation_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    admin_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    # What the comments became.
    new_status: Mapped[str] = mapped_column(String(10))
    # How many comments it was about. Those that are deleted for good since have left no other trace.
    number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    admin: Mapped[User] = relationship(lazy="raise", foreign_keys=[admin_id])
    undone_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[undone_by_id])
    decisions: Mapped[list["ModerationDecision"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class ModerationDecision(Base):
    """What one comment was before a batch, and when it was brought back to that."""

    __tablename__ = "moderation_decisions"

    batch_id: Mapped[int] = mapped_column(ForeignKey(ModerationBatch.id, ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey(Comment.id, ondelete="CASCADE"), primary_key=True, index=True)
    former_status: Mapped[str] = mapped_column(String(10))
    # Empty as well where an undo left the comment alone, because somebody had decided about it since.
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
