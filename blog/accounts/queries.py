"""Finding people."""

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, or_, select

from blog.accounts.models import ADMIN, FormerAuthorSlug, User
from blog.media.addresses import PictureFiles
from blog.media.models import Picture
from blog.tools.database import Base, db, execute_core
from blog.tools.email_addresses import folded


class Profile(NamedTuple):
    """What the page of an author shows of them."""

    id: int
    slug: str
    name: str
    hue: int
    biography_html: str
    photo: PictureFiles | None


_PROFILES: Select[*tuple[Any, ...]] = select(
    User.id, User.slug, User.name, User.hue, User.biography_html, Picture.name, Picture.width, Picture.height
).outerjoin(Picture, Picture.id == User.photo_id)
_PRESENT = _PROFILES.where(User.slug == bindparam("slug"))
_FORMER = _PROFILES.join(FormerAuthorSlug).where(FormerAuthorSlug.slug == bindparam("slug"))


def profile(slug: str) -> Profile | None:
    """Whose page is at `slug`, or was before."""
    for row in execute_core(_PRESENT, {"slug": slug}).all() or execute_core(_FORMER, {"slug": slug}).all():
        *columns, name, width, height = row
        return Profile._make([*columns, PictureFiles(name, width, height) if name else None])
    return None


def by_slug(slug: str) -> User | None:
    """The person whose page is at `slug`, or was before."""
    present = db.session.scalar(select(User).where(User.slug == slug))
    if present is not None:
        return present
    return db.session.scalar(select(User).join(FormerAuthorSlug).where(FormerAuthorSlug.slug == slug))


def by_address(address: str) -> User | None:
    """The person who signs in with this e-mail address."""
    return db.session.scalar(select(User).where(User.email == folded(address)))


def everyone() -> list[User]:
    """All people, active ones first, by name."""
    return list(db.session.scalars(select(User).order_by(User.active.desc(), User.name, User.id)))


def is_only_admin(user: User) -> bool:
    """Whether nobody would administer the site without `user`. Who has been invited cannot sign in yet."""
    able = (User.role == ADMIN, User.active, User.password.is_not(None))
    others = select(func.count(User.id)).where(*able, User.id != user.id)
    return user.is_admin and db.session.scalar(others) == 0


def is_only_invited(user: User) -> bool:
    """Whether `user` has not chosen a password yet, and nothing here is theirs."""
    # All that refers to people and does not go with them: articles, comments, decisions, …
    references = (key for table in Base.metadata.tables.values() for key in table.foreign_keys if not key.ondelete)
    columns = [key.parent for key in references if key.column.table is User.__table__]
    theirs = or_(*(exists().where(column == user.id) for column in columns))
    statement = select(User.id).where(User.id == user.id, User.password.is_(None), ~theirs)
    return db.session.scalar(statement) is not None


def slug_is_taken(slug: str, besides: User | None = None) -> bool:
    """Whether another person has, or once had, this slug."""
    mine = besides.id if besides is not None else 0
    present = select(User.id).where(User.slug == slug, User.id != mine)
    former = select(FormerAuthorSlug.user_id).where(FormerAuthorSlug.slug == slug, FormerAuthorSlug.user_id != mine)
    return db.session.scalar(present.union_all(former).limit(1)) is not None


def nobody_yet() -> bool:
    """Whether there is no account at all."""
    return db.session.scalar(select(User.id).limit(1)) is None
