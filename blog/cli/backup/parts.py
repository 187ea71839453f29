"""What a backup consists of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blog.media.models import FILE_NAME
from blog.tools.archive import Archive, Unreadable, read_archive

FORMAT = "meridian backup 1"

DATABASE = "database.sqlite3"
SECRETS = "secrets.toml"
PICTURES = "uploads/"

KNOWN = re.compile(f"{re.escape(DATABASE)}|{re.escape(SECRETS)}|{PICTURES}{FILE_NAME.pattern}")


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """The backup in `file`, which need not be intact. Raises Unreadable for what is none, or OSError."""
    with read_archive(file, KNOWN) as archive:
        if archive.facts.get("format") != FORMAT or DATABASE not in archive.names:
            raise Unreadable("is not a backup of this software, or of a newer version of it")
        yield archive
