"""How often something may happen, counted exactly for all workers together and across restarts.

GUESSES = Limit("guesses", most=10, seconds=60)
seconds = take(GUESSES.of(address), FROM_NETWORK.of(network))
if seconds: answer 429 with Retry-After
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Index,
    LargeBinary,
    ScalarSelect,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from blog.tools.clock import now
from blog.tools.crypto import keyed_digest
from blog.tools.database import APART, Base, UTCDateTime, db
from blog.tools.networks import network

# Who has a line of their own may have a /48 of IPv6, which is 65,536 networks (RFC 6177). It may also be 65,536
# telephones, so it is given more than one network is.
SITE_BITS = 48
SITE_SHARE = 5

# Rows that no limit needs any more and that one attempt takes away with it: it adds fewer, so the table shrinks to
# what counts, and yet no attempt ever has a million to delete.
SWEPT = 100


class Attempt(Base):
    """One counted attempt, until it counts no more. Whose it was cannot be read from it."""

    __tablename__ = "throttle_attempts"
    __table_args__ = (Index("ix_throttle_attempts_key", "key", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


@dataclass(frozen=True)
class Use:
    """A limit as it holds for one key."""

    limit: "Limit"
    parts: tuple[object, ...]

    @cached_property
    def key(self) -> bytes:
        """What is kept of the key: a keyed digest, which names nobody."""
        return keyed_digest("throttle", self.limit.name, *self.parts)


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts in any `seconds` for a key; `most` or `seconds` 0 is no limit."""

    name: str
    most: int
    seconds: int

    @property
    def holds(self) -> bool:
        """Whether it limits anything."""
        return bool(self.most and self.seconds)

    def of(self, *key: object) -> Use:
        """This limit as it holds for `key`."""
        return Use(self, key)

    def of_network(self, ip: str | None, *key: object) -> tuple[Use, ...]:
        """This limit as it holds for the network of an IP address; of IPv6 for its site as well, but larger."""
        here = network(ip)
        uses = (self.of(*key, here),)
        if ":" not in here:
            return uses
        of_site = Limit(f"{self.name}, site", SITE_SHARE * self.most, self.seconds)
        return *uses, of_site.of(*key, network(ip, SITE_BITS))


def take(*uses: Use) -> int:
    """Count one attempt under each of `uses` and get 0; or count none and get the seconds until all allow one.

    It is committed at once, on a connection of its own, so that it counts whatever becomes of the request. Raises
    RuntimeError where the session has written before: on SQLite it would wait for its own write lock.
    """
    uses = _limited(uses)
    if not uses:
        return 0
    _demand_no_write_before()
    with db.engines[APART].begin() as connection:
        # Looked at before any lock is taken: a flood of refused attempts holds up nobody who writes.
        seconds = _wait(connection, uses)
        if not seconds:
            _take_turn(connection, uses)
            seconds = _wait(connection, uses)
        if not seconds:
            at = now()
            rows = [{"key": use.key, "expires_at": at + timedelta(seconds=use.limit.seconds)} for use in uses]
            connection.execute(_INSERT, rows)
    return seconds


def wait(*uses: Use) -> int:
    """The seconds until all of `uses` allow an attempt, 0 if they do now. Nothing is counted."""
    uses = _limited(uses)
    if not uses:
        return 0
    with db.engines[APART].connect() as connection:
        return _wait(connection, uses)


def give_back(*uses: Use) -> None:
    """Let the last attempt under each of `uses` count no more. It is committed at once, as `take` is."""
    uses = _limited(uses)
    if not uses:
        return
    _demand_no_write_before()
    with db.engines[APART].begin() as connection:
        # Of two at once, both would take the same attempt for the last.
        _take_turn(connection, uses)
        for use in uses:
            last = select(func.max(Attempt.id)).where(Attempt.key == use.key)
            connection.execute(delete(Attempt).where(Attempt.id == last.scalar_subquery()))


def forget(*uses: Use) -> None:
    """Delete what has been counted under `uses`; the caller's transaction does it."""
    db.session.execute(delete(Attempt).where(Attempt.key.in_([use.key for use in uses])))


def _limited(uses: tuple[Use, ...]) -> tuple[Use, ...]:
    return tuple(use for use in uses if use.limit.holds)


def _demand_no_write_before() -> None:
    if db.engine.dialect.name == "sqlite" and db.session.registry.has() and db.session().in_transaction():
        connection = db.session.connection().connection.driver_connection
        if connection is not None and connection.in_transaction:
            raise RuntimeError("attempts are counted before the first write of a request")


def _wait(connection: Connection, uses: tuple[Use, ...]) -> int:
    at = now()
    asked: dict[str, object] = {"at": at}
    for number, use in enumerate(uses):
        asked |= {f"key{number}": use.key, f"fewer{number}": use.limit.most - 1}
    found = [moment for moment in connection.execute(_decisive_of(len(uses)), asked).one() if moment is not None]
    return math.ceil((max(found) - at).total_seconds()) if found else 0


def _take_turn(connection: Connection, uses: tuple[Use, ...]) -> None:
    """Wait until nobody else counts under any of `uses`, until this transaction ends."""
    if connection.dialect.name == "postgresql":
        # In one order, so that of two with the same keys one waits for the other and never each for each.
        numbers = sorted(int.from_bytes(use.key[:8], signed=True) for use in uses)
        connection.execute(_LOCK, {"numbers": numbers})
    # The first write: on SQLite this is what takes the lock.
    connection.execute(_SWEEP, {"at": now()})


# Statements are made once: much is counted, and making them takes longer than the database does.


@lru_cache(maxsize=16)
def _decisive_of(uses: int) -> Select[*tuple[datetime | None, ...]]:
    """For each of so many uses the moment at which it allows an attempt again, or nothing where it does."""
    return select(*(_decisive(str(number)) for number in range(uses)))


def _decisive(number: str) -> ScalarSelect[datetime]:
    # When this one expires, fewer than `most` are left.
    return (
        select(Attempt.expires_at)
        .where(Attempt.key == bindparam("key" + number), Attempt.expires_at > bindparam("at"))
        .order_by(Attempt.expires_at.desc())
        .offset(bindparam("fewer" + number))
        .limit(1)
        .scalar_subquery()
    )


_numbers = func.unnest(bindparam("numbers", type_=ARRAY(BigInteger))).column_valued("number")
_LOCK = select(func.pg_advisory_xact_lock(_numbers))

_expired = (
    select(Attempt.id)
    .where(Attempt.expires_at <= bindparam("at"))
    .order_by(Attempt.expires_at)
    .limit(SWEPT)
    .with_for_update(skip_locked=True)
    # Apart, so that PostgreSQL looks once: within the condition it may look for each row, and take more each time.
    .cte("expired")
)
_SWEEP = delete(Attempt).where(Attempt.id.in_(select(_expired.c.id)))
_INSERT = insert(Attempt)
