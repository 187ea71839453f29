"""The files of pictures."""

from pathlib import Path

from flask import current_app


def read(name: str, width: int) -> bytes | None:
    """The file of the picture `name` that is `width` pixels wide, or None."""
    return None
