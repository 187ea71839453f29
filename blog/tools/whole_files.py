"""Files that are there whole or not at all, also after a power loss."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(file: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """What is written here gets the name `file` once it is complete and on disk; on any error nothing has changed."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError as error:
        # Nobody knows the draft, and what a full disk answers names nothing.
        if error.filename in (None, str(draft)):
            error.filename = str(file.parent)
        raise
    finally:
        with suppress(OSError):
            draft.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
