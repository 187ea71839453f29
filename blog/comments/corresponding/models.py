"""Whom the site writes to about replies."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from blog.tools.clock import now
from blog.tools.database import Base, Sealed, UTCDateTime


class Correspondent(Base):
    """An address that somebody wanted replies to be mailed to; none is until its owner has confirmed it."""

    __tablename__ = "correspondents"

    id: Mapped[int] = mapped_column(primary_key=True)
    # As on comments: the address is there sealed, and as what it is found by.
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    address_sealed: Mapped[bytes] = mapped_column(Sealed)
    # When the last mail was put that asks for the confirmation.
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # After this, being asked anew and confirming is the way back.
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def gets_mail(self) -> bool:
        """Whether replies are mailed to this address."""
        return self.confirmed_at is not None and self.stopped_at is None
