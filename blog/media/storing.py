"""The files of pictures: made from uploads, kept in the instance folder, read for readers.

A file stays only if the row of its picture is committed, and goes once the deletion of the row is.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from blog.media.models import WIDTHS, Picture
from blog.media.resizing import decode, in_width, square
from blog.tools.database import db

# The side in pixels of a person's photo.
PHOTO_SIDE = 144

_NAME = re.compile(r"[0-9a-f]{32}")
# Where a session keeps the files to delete if its transaction fails, and those to delete once it is committed.
_NEW, _OLD = "new_picture_files", "old_picture_files"


def store(content: bytes, *, alt: str, caption: str = "", credit: str = "", uploaded_by: int | None = None) -> Picture:
    """A new picture from the upload `content`. Slow before it first asks the database. Raises resizing.Unusable."""
    image = decode(content, WIDTHS[-1])
    width = min(image.width, WIDTHS[-1])
    height = max(1, round(image.height * width / image.width))
    picture = Picture(
        name=_new_name(), width=width, height=height, alt=alt, caption=caption, credit=credit, uploaded_by=uploaded_by
    )
    return _keep(picture, {each: in_width(image, each) for each in picture.widths})


def store_photo(content: bytes) -> Picture:
    """A new square picture of a person. It is nobody's upload, so it is not offered for articles. Else like `store`."""
    photo = square(decode(content, PHOTO_SIDE), PHOTO_SIDE)
    return _keep(Picture(name=_new_name(), width=PHOTO_SIDE, height=PHOTO_SIDE), {PHOTO_SIDE: photo})


def discard(picture: Picture) -> None:
    """Delete `picture` for good."""
    files = [_file(picture.name, width) for width in picture.widths]
    db.session.delete(picture)
    db.session.flush()
    db.session.info.setdefault(_OLD, []).extend(files)


def read(name: str, width: int) -> bytes | None:
    """The file of the picture `name` that is `width` pixels wide, or None."""
    # Only names that we make ourselves, so no path can be hidden in one.
    if not _NAME.fullmatch(name):
        return None
    try:
        return _file(name, width).read_bytes()
    except FileNotFoundError:
        return None


def check_folder() -> None:
    """Raises OSError where pictures cannot be stored."""
    probe = _file(_new_name(), 0)
    _write(probe, b"")
    probe.unlink()


def _keep(picture: Picture, contents: dict[int, bytes]) -> Picture:
    db.session.add(picture)
    new = db.session.info.setdefault(_NEW, [])
    for width, content in contents.items():
        file = _file(picture.name, width)
        new.append(file)
        _write(file, content)
    db.session.flush()
    return picture


@event.listens_for(Session, "after_commit")
def _settle(session: Session) -> None:
    session.info.pop(_NEW, None)
    _delete(session.info.pop(_OLD, []))


@event.listens_for(Session, "after_transaction_end")
def _take_back(session: Session, transaction: SessionTransaction) -> None:
    # After a commit nothing is left here to take back.
    if transaction.parent is None:
        session.info.pop(_OLD, None)
        _delete(session.info.pop(_NEW, []))


def _delete(files: list[Path]) -> None:
    for file in files:
        # A file too many harms nobody; an error now would, for what counts is committed or taken back already.
        with suppress(OSError):
            file.unlink()


def _new_name() -> str:
    return secrets.token_hex(16)


def _file(name: str, width: int) -> Path:
    return Path(current_app.instance_path) / "uploads" / f"{name}-{width}.webp"


def _write(file: Path, content: bytes) -> None:
    """Put `content` into `file`, so that after a power loss it is there whole or not at all."""
    file.parent.mkdir(exist_ok=True)
    draft = file.with_suffix(".tmp")
    try:
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
