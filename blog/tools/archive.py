"""One file that holds named parts and says of each what it must be: written whole, read only when it is intact.

A plain tar, so that `tar` can read it too. Nothing in it is ever unpacked to a path that it names itself.
"""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase, BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from blog.tools.whole_files import whole_file

# The last part: where it is missing, the file breaks off before its end.
MANIFEST = "manifest.json"
# Far over what the longest list of parts takes; a foreign file may claim any size.
LARGEST_MANIFEST = 64 * 1024 * 1024

Facts = dict[str, Any]


class Unreadable(Exception):
    """The file is not an intact archive; the message goes on from its name."""


class NewArchive:
    """An archive while it is written."""

    def __init__(self, out: BinaryIO) -> None:
        self._tar = tarfile.TarFile(fileobj=out, mode="w")
        self._parts: dict[str, Facts] = {}

    def add(self, name: str, content: BufferedIOBase) -> None:
        """Put all of `content` in, under `name`."""
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        self._parts[name] = {"bytes": size, "sha256": digest}
        self._put(name, content, size)

    def close(self, facts: Facts) -> None:
        """Write the end: `facts` and what each part must be."""
        manifest = json.dumps({**facts, "parts": self._parts}, indent=1).encode()
        self._put(MANIFEST, BytesIO(manifest), len(manifest))
        self._tar.close()

    def _put(self, name: str, content: BufferedIOBase, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, content)


class Archive:
    """An archive to read. Its parts are what they should be once all of `verify` has run."""

    def __init__(self, tar: tarfile.TarFile, entries: dict[str, tarfile.TarInfo]) -> None:
        self._tar = tar
        self._entries = entries
        self.facts = self._manifest()
        self.names = sorted(entries.keys() - {MANIFEST})

    def verify(self) -> Iterator[int]:
        """Compare each part with the manifest; gives the bytes that were looked at. Raises Unreadable."""
        for name in self.names:
            with self.open(name) as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            if digest != self.facts["parts"][name]["sha256"]:
                raise Unreadable(f"is damaged: {name} is not what was put in")
            yield self._entries[name].size

    def open(self, name: str) -> BufferedIOBase:
        """The part `name`, to be read."""
        # Never None: only regular files were let in.
        return cast(BufferedIOBase, self._tar.extractfile(self._entries[name]))

    def size(self) -> int:
        """The bytes of all parts together."""
        return sum(self._entries[name].size for name in self.names)

    def _manifest(self) -> Facts:
        if self._entries[MANIFEST].size > LARGEST_MANIFEST:
            raise Unreadable("is not a backup of this software")
        try:
            facts = json.loads(self.open(MANIFEST).read())
            parts = {name: (part["bytes"], part["sha256"]) for name, part in facts["parts"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable("is damaged: its list of parts cannot be read") from error
        if {name: size for name, (size, _) in parts.items()} != {
            name: entry.size for name, entry in self._entries.items() if name != MANIFEST
        }:
            raise Unreadable("is damaged: its parts are not those of its list")
        return dict(facts)


@contextmanager
def write_archive(file: Path) -> Iterator[NewArchive]:
    """A new archive, readable by its owner alone, that gets the name `file` when it is whole and on disk."""
    with whole_file(file, mode=0o600) as out:
        yield NewArchive(out)


@contextmanager
def read_archive(file: Path, known: re.Pattern[str]) -> Iterator[Archive]:
    """The archive in `file`, all of whose parts have `known` names. Raises Unreadable, or OSError."""
    try:
        with tarfile.open(file, "r:") as tar:
            yield Archive(tar, _entries(tar, known))
    except (tarfile.TarError, EOFError) as error:
        raise Unreadable("is not a backup, or is damaged") from error


def _entries(tar: tarfile.TarFile, known: re.Pattern[str]) -> dict[str, tarfile.TarInfo]:
    """What is in `tar`: regular files with names that we give ourselves, each once; anything else is not ours."""
    entries: dict[str, tarfile.TarInfo] = {}
    for entry in tar:
        ours = entry.name == MANIFEST or known.fullmatch(entry.name)
        if not ours or entry.type != tarfile.REGTYPE or entry.name in entries:
            raise Unreadable(f"is not a backup of this software: {entry.name[:80]!r} has no place in one")
        entries[entry.name] = entry
    if MANIFEST not in entries:
        raise Unreadable("breaks off before its end, or is not a backup")
    return entries
