"""The files of pictures: made from uploads, kept in the instance folder, read for readers.

A file stays only if the row of its picture is committed, and goes once the deletion of the row is.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from blog.media.models import WIDTHS, Picture, file_name, widths_up_to
from blog.media.resizing import decode, in_width, square
from blog.tools.database import db
from blog.tools.whole_files import whole_file

# The side in pixels of a person's photo.
PHOTO_SIDE = 144

# One picture at a time in each process: it may take what `resizing.MOST_MEMORY` says.
_encoding = Lock()

_NAME = re.compile(r"[0-9a-f]{32}")
# Where a session keeps the files to delete if its transaction fails, and those to delete once it is committed.
_NEW, _OLD = "new_picture_files", "old_picture_files"


@dataclass(frozen=True)
class Encoded:
    """A picture that is ready to be stored: the size in pixels of its widest file, and all files by their width."""

    width: int
    height: int
    files: dict[int, bytes]


def encode(content: bytes) -> Encoded:
    """The upload `content` in all widths. Slow, and asks no database. Raises resizing.Unusable."""
    with _encoding:
        image = decode(content, WIDTHS[-1])
        return Encoded(image.width, image.height, {each: in_width(image, each) for each in widths_up_to(image.width)})


def encode_photo(content: bytes) -> Encoded:
    """The upload `content` as the square picture of a person. Else like `encode`."""
    with _encoding:
        photo = square(decode(content, WIDTHS[-1]), PHOTO_SIDE)
    return Encoded(PHOTO_SIDE, PHOTO_SIDE, {PHOTO_SIDE: photo})


def store(
    encoded: Encoded, *, alt: str = "", caption: str = "", credit: str = "", uploaded_by: int | None = None
) -> Picture:
    """A new picture with its files. Without `uploaded_by` it is nobody's upload, and not offered for articles."""
    picture = Picture(
        name=secrets.token_hex(16),
        width=encoded.width,
        height=encoded.height,
        alt=alt,
        caption=caption,
        credit=credit,
        uploaded_by=uploaded_by,
    )
    db.session.add(picture)
    new = db.session.info.setdefault(_NEW, [])
    for width, content in encoded.files.items():
        file = _file(picture.name, width)
        new.append(file)
        write(file, content)
    db.session.flush()
    return picture


def discard(picture: Picture) -> None:
    """Delete `picture` for good."""
    files = [_file(picture.name, width) for width in picture.widths]
    db.session.delete(picture)
    db.session.flush()
    db.session.info.setdefault(_OLD, []).extend(files)


def read(name: str, width: int) -> bytes | None:
    """The file of the picture `name` that is `width` pixels wide, or None."""
    # Only names that we make ourselves, so no path can be hidden in one, and none is longer than the system takes.
    if not _NAME.fullmatch(name) or width > WIDTHS[-1]:
        return None
    try:
        return _file(name, width).read_bytes()
    except FileNotFoundError:
        return None


def folder() -> Path:
    """Where the files of pictures are; it may not be there yet."""
    return Path(current_app.instance_path) / "uploads"


def write(file: Path, content: bytes) -> None:
    """Put `content` into `file`, whole or not at all."""
    file.parent.mkdir(exist_ok=True)
    with whole_file(file) as out:
        out.write(content)


def check_folder() -> None:
    """Raises OSError where pictures cannot be stored."""
    probe = _file(secrets.token_hex(16), 0)
    write(probe, b"")
    probe.unlink()


@event.listens_for(Session, "after_commit")
def _settle(session: Session) -> None:
    # At the end of a savepoint nothing is settled yet.
    if session.in_nested_transaction():
        return
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


def _file(name: str, width: int) -> Path:
    return folder() / file_name(name, width)
