"""What people have besides their password: an authenticator app, passkeys, recovery codes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.accounts.models import User
from blog.tools.clock import now
from blog.tools.database import Base, Sealed, UTCDateTime

PASSKEY_NAME_LENGTH = 40


class AuthenticatorApp(Base):
    """The app of somebody who enters codes of six digits. Each has one at most."""

    __tablename__ = "authenticator_apps"
    # Of two clicks on "Remove" the second finds nothing to remove, and that is no mistake.
    __mapper_args__ = {"confirm_deleted_rows": False}  # noqa: RUF012  SQLAlchemy reads it so

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    # What the app and the site share, sealed.
    sealed_key: Mapped[bytes] = mapped_column(Sealed)
    # The half minute, counted from 1970, whose code was entered last: no code up to that one is taken again.
    last_step: Mapped[int] = mapped_column(BigInteger)
    set_up_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)


class Passkey(Base):
    """A key that a device or a password manager holds, by its public half."""

    __tablename__ = "passkeys"
    __table_args__ = (UniqueConstraint("user_id", "name"),)
    __mapper_args__ = {"confirm_deleted_rows": False}  # noqa: RUF012  SQLAlchemy reads it so

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_LENGTH))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    # How often its device says that it has signed; many say 0 for ever.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecoveryCode(Base):
    """A code that signs in once, for when the app and the passkeys are out of reach. Only its keyed digest is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)


class TwoStepRole(Base):
    """A role that nobody has without a second factor."""

    __tablename__ = "two_step_roles"

    role: Mapped[str] = mapped_column(String(10), primary_key=True)
