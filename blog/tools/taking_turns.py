"""Who writes to SQLite next: of the threads of a process one at a time.

SQLite lets those who find it locked sleep longer and longer, while the lock lies idle or others come in between: under
load the last waited for seconds. Here one thread of each process looks again and again, and the others wait for it.
"""

import sqlite3
import time
from functools import cache
from threading import Lock

# Seconds between two looks at whether another process has done.
PAUSE = 0.001
# Another process writes, or reads the log anew after one was killed.
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)
# As SQLite says it.
LOCKED = "database is locked"


class TurnTaking(sqlite3.Connection):
    """A connection that holds the turn of its process from `begin_writing` to the end of that transaction.

    That is a call of `commit`, `rollback` or `close`, as SQLAlchemy makes them: not the end of a `with`.
    """

    _turn: "Lock | None" = None

    def begin_writing(self, file: str, seconds: float) -> None:
        """Begin a transaction with SQLite's lock for writing on `file`, when it is this connection's turn.

        Raises sqlite3.OperationalError where that has not come within so many seconds.
        """
        # SQLite ends a transaction by itself where the disk is full.
        self._pass_on()
        latest = time.monotonic() + seconds
        turn = _turn_at(file)
        if not turn.acquire(timeout=seconds):
            raise sqlite3.OperationalError(LOCKED)
        self._turn = turn
        # SQLite's own way of waiting is for those who read.
        (milliseconds,) = self.execute("PRAGMA busy_timeout").fetchone()
        try:
            self.execute("PRAGMA busy_timeout = 0")
            while not self._begins():
                if time.monotonic() > latest:
                    raise sqlite3.OperationalError(LOCKED)
                time.sleep(PAUSE)
        finally:
            self.execute(f"PRAGMA busy_timeout = {milliseconds}")
            self._pass_on()

    def commit(self) -> None:
        """Commit, and pass the turn on."""
        try:
            super().commit()
        finally:
            self._pass_on()

    def rollback(self) -> None:
        """Take back, and pass the turn on."""
        try:
            super().rollback()
        finally:
            self._pass_on()

    def close(self) -> None:
        """Close, and pass the turn on: what was not committed is taken back."""
        if self._turn is not None:
            # A cursor that somebody holds would keep the transaction open.
            self.rollback()
        super().close()

    def _begins(self) -> bool:
        try:
            self.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in BUSY:
                raise
            return False
        return True

    def _pass_on(self) -> None:
        if self._turn is not None and not self.in_transaction:
            self._turn.release()
            self._turn = None


@cache
def _turn_at(file: str) -> Lock:
    return Lock()
