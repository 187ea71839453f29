"""What the judging of replies keeps: the rules of the admins."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.models import User
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
