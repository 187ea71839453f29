"""Finding pictures."""

from collections.abc import Iterable

from sqlalchemy import select

from blog.media.models import Picture
from blog.tools.database import db

# So many pictures a person finds again.
NEWEST = 12


def by_ids(ids: Iterable[int]) -> dict[int, Picture]:
    """The pictures with these ids, by id; unknown ids are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {picture.id: picture for picture in db.session.scalars(select(Picture).where(Picture.id.in_(wanted)))}


def by_id(picture_id: int) -> Picture | None:
    """The picture with this id."""
    return db.session.get(Picture, picture_id)


def newest_by(person_id: int) -> list[Picture]:
    """The pictures that a person uploaded last, newest first, NEWEST at most."""
    own = select(Picture).where(Picture.uploaded_by == person_id)
    return list(db.session.scalars(own.order_by(Picture.id.desc()).limit(NEWEST)))
