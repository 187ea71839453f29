"""Finding pictures."""

from collections.abc import Iterable

from sqlalchemy import select

from blog.media.models import Picture
from blog.tools.database import db


def by_ids(ids: Iterable[int]) -> dict[int, Picture]:
    """The pictures with these ids, by id; unknown ids are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {picture.id: picture for picture in db.session.scalars(select(Picture).where(Picture.id.in_(wanted)))}
