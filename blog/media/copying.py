"""The files of all pictures at once: for a backup, and out of one."""

from contextlib import suppress

from sqlalchemy import Connection, select

from blog.media import storing
from blog.media.models import FILE_NAME, Picture, file_name, widths_up_to


def named_in(connection: Connection) -> set[str]:
    """The names of the files that the pictures in this database have."""
    rows = connection.execute(select(Picture.name, Picture.width))
    return {file_name(name, each) for name, width in rows for each in widths_up_to(width)}


def read(name: str) -> bytes | None:
    """The file `name`, or None where there is none."""
    try:
        return (storing.folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def put_back(name: str, content: bytes) -> bool:
    """Make the file `name` be `content`; whether there was none before. A file has the same content for ever."""
    former = read(name)
    if former != content:
        storing.write(storing.folder() / name, content)
    return former is None


def remove(names: set[str]) -> None:
    """Delete the files with these names."""
    for name in names:
        # A file too many harms nobody.
        with suppress(OSError):
            (storing.folder() / name).unlink()


def all_present() -> set[str]:
    """The names of all files of pictures that there are, whether a picture has them or not."""
    return {file.name for file in storing.folder().glob("*.webp") if FILE_NAME.fullmatch(file.name)}
