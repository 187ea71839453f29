"""People who may sign in."""

from datetime import datetime
from uuid import uuid4

from flask_security import RoleMixin, UserMixin
from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.database import Base, UTCDateTime

AUTHOR = "author"
ADMIN = "admin"
ROLES = (AUTHOR, ADMIN)

NAME_LENGTH = 80
SLUG_LENGTH = 80
ADDRESS_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
BIOGRAPHY_LENGTH = 600
NETWORK_LENGTH = 39  # an IPv6 address written out
BROWSER_LENGTH = 40


class Role(RoleMixin):
    """What Flask-Security calls a role. There are two and they are code, so they need no table."""

    def __init__(self, name: str) -> None:
        self.name = name


class User(Base, UserMixin):
    """An author or an admin. An admin may do all that an author may."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), unique=True)
    # Empty until an invited person has chosen one.
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # What sessions and links are tied to: a new value ends them all.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    role: Mapped[str] = mapped_column(String(10), default=AUTHOR)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), unique=True)
    biography: Mapped[str] = mapped_column(Text, default="")
    biography_html: Mapped[str] = mapped_column(Text, default="")
    hue: Mapped[int] = mapped_column(default=0)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey(Picture.id, ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Of an admin: a mail a day with the comments that wait.
    wants_digest: Mapped[bool] = mapped_column(default=True)

    photo: Mapped[Picture | None] = relationship(lazy="joined", innerjoin=False)

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]
        """The one role, as the list that Flask-Security asks for."""
        return [Role(self.role)]

    @property
    def is_admin(self) -> bool:
        return self.role == ADMIN


class FormerAuthorSlug(Base):
    """An address that a person's page once had: it leads to the present one."""

    __tablename__ = "former_author_slugs"

    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)

    user: Mapped[User] = relationship()


class StaffSession(Base):
    """One browser in which somebody is signed in. The cookie opens nothing without its row."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    # SHA-256 of the token in the cookie: who reads the table can open no session.
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    # Never the address itself.
    network: Mapped[str] = mapped_column(String(NETWORK_LENGTH))
    browser: Mapped[str] = mapped_column(String(BROWSER_LENGTH))


class FamiliarNetwork(Base):
    """A network that somebody has signed in from. Which one cannot be read from it."""

    __tablename__ = "familiar_networks"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    signed_in_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
