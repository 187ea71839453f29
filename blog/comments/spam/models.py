"""What the judging of replies keeps: the rules of the admins, and what it has learned from their decisions."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.tools.clock import now
from blog.tools.database import Base, Sealed, UTCDateTime

WORD = "word"
DOMAIN = "domain"
NETWORK = "network"
KINDS = (WORD, DOMAIN, NETWORK)
PATTERN_LENGTH = 200


class CommentRule(Base):
    """What an admin wants held, or called spam: a word or several, a domain, or a network."""

    __tablename__ = "comment_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    # As it was typed; of a network its keyed digest in hex, for its address is nobody's to read in a copy.
    pattern: Mapped[str] = mapped_column(String(PATTERN_LENGTH))
    # A network as admins are shown it; empty for all else.
    network_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    # Of words: not within others. "ad" is no reason to hold "shadow".
    whole_words: Mapped[bool] = mapped_column(default=True)
    # HOLD or SPAM, as a verdict of the judge.
    verdict: Mapped[str] = mapped_column(String(10))
    admin_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    admin: Mapped[User] = relationship(lazy="raise")


class LearnedFeature(Base):
    """In how many comments of each kind something was seen; what it was cannot be read from it."""

    __tablename__ = "learned_features"

    # Eight bytes of a keyed digest.
    key: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    spam: Mapped[int] = mapped_column(default=0)
    fair: Mapped[int] = mapped_column(default=0)
    # The day on which it was taught last, counted from the first of January of the year 1.
    day: Mapped[int]


class Learned(Base):
    """One row: how many comments of each kind were taught, as what kind of features."""

    __tablename__ = "learned"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    spam: Mapped[int]
    fair: Mapped[int]
    # Features taught since rare ones were last looked for.
    unpruned: Mapped[int]


class CommentBand(Base):
    """One part of what a text sounds like; texts that share one are nearly the same."""

    __tablename__ = "comment_bands"
    __table_args__ = (Index("ix_comment_bands_band", "band", "created_at"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey(Comment.id, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    band: Mapped[int] = mapped_column(BigInteger)
    article_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)
