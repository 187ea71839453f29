"""SQLite's own sign that somebody has committed: the head of the index of its write-ahead log, in shared memory.

Looking at it is reading memory: no statement, and nothing for which Python would let another thread go on.
"""

import mmap
import os

# In bytes: the first of the two copies of the head. It counts the commits, and holds the checksum of the last and the
# salt of the log, so that it does not come back after a recovery either (sqlite.org/walformat.html, section 2.1).
# The index of another log, which is begun where nobody has the database open any more, may begin with the same head.
_HEAD = 48


class WalIndex:
    """The index of the log of the database in `file`, for as long as a connection that has read it stays open.

    Raises OSError where there is none.
    """

    def __init__(self, file: str) -> None:
        self._descriptor = os.open(f"{file}-shm", os.O_RDONLY)
        self._memory = mmap.mmap(self._descriptor, _HEAD, mmap.MAP_SHARED, mmap.PROT_READ)

    def head(self) -> bytes:
        """What is another after every commit, whoever made it."""
        return self._memory[:_HEAD]

    def close(self) -> None:
        """Let go of the file: when no connection to the database is open in this process, which would lose its locks.

        They are the process's, and the system drops them as soon as it closes any descriptor of the file.
        """
        self._memory.close()
        os.close(self._descriptor)
