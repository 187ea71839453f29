"""Wave mode: during a flood every reader's reply waits, on the whole site or on one article, until a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, and_, bindparam, func, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from blog.accounts.models import User
from blog.articles.models import Article
from blog.articles.queries import is_public
from blog.tools.clock import local, now
from blog.tools.database import Base, UTCDateTime, change_rows, db, execute_core

LONGEST = timedelta(days=7)
# So many articles can be chosen from; a flood comes to what is new.
CHOICES = 50


class Wave(Base):
    """One time of holding everything. It ends by itself; `ended_at` says when somebody, or a later one, ended it."""

    __tablename__ = "waves"

    id: Mapped[int] = mapped_column(primary_key=True)
    # None is the whole site.
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), index=True)
    admin_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    until: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    article: Mapped[Article | None] = relationship(lazy="raise")
    admin: Mapped[User] = relationship(lazy="raise")


# Made once: every reply is judged by it.
_ENDS = (
    select(Wave.article_id, func.max(Wave.until))
    .where(Wave.ended_at.is_(None), Wave.until > bindparam("at"))
    .group_by(Wave.article_id)
)


class BadTime(Exception):
    """Nothing can be held until then; the message says why."""


def start(article_id: int | None, until: datetime, admin: User) -> Wave:
    """The wave that holds from now on, in place of the one that held the same. Raises BadTime."""
    if until <= now():
        raise BadTime("This time has passed. Choose a later one")
    if until > now() + LONGEST:
        raise BadTime(f"Choose a time within the next {LONGEST.days} days")
    _end(Wave.article_id == article_id)
    wave = Wave(article_id=article_id, until=until, admin_id=admin.id)
    db.session.add(wave)
    db.session.flush()
    return wave


def end(wave: Wave) -> None:
    """Hold nothing more because of `wave`."""
    _end(Wave.id == wave.id)


def wave_ends() -> dict[int | None, datetime]:
    """Until when replies are held, by the article's id; by None, on the whole site."""
    return dict(execute_core(_ENDS, {"at": now()}).all())


def held_until(article_id: int, ends: dict[int | None, datetime]) -> datetime | None:
    """Until when replies to this article are held; None where none of `ends` is still to come for them."""
    moment = now()
    return max((ends[one] for one in (None, article_id) if one in ends and ends[one] > moment), default=None)


def all_current() -> Sequence[Wave]:
    """All that hold at this moment, that of the whole site first; their articles and admins are loaded."""
    loaded = joinedload(Wave.admin), joinedload(Wave.article)
    found = db.session.scalars(select(Wave).where(_holds()).options(*loaded).order_by(Wave.id)).all()
    return sorted(found, key=lambda wave: wave.article_id is not None)


def by_id(wave_id: int) -> Wave | None:
    """The wave with this id, whether it holds or not."""
    return db.session.get(Wave, wave_id)


def choices(article_id: int | None) -> dict[int, str]:
    """Headlines, by id, of the newest public articles, and of the one with this id."""
    newest = select(Article.id, Article.headline).where(is_public()).order_by(Article.published_at.desc())
    asked = newest.where(Article.id == article_id)
    return dict([*db.session.execute(newest.limit(CHOICES)), *db.session.execute(asked)])


def spoken(until: datetime) -> str:
    """16:05, and with the day where it is not today: 23 November, 08:00"""
    there = local(until)
    day = "" if there.date() == local(now()).date() else f"{there.day} {there:%B}, "
    return f"{day}{there:%H:%M}"


def _holds() -> ColumnElement[bool]:
    return and_(Wave.ended_at.is_(None), Wave.until > now())


def _end(which: ColumnElement[bool]) -> None:
    change_rows(update(Wave).where(which, _holds()).values(ended_at=now()))
