"""How many password hashes are computed at once: few, so that a flood of sign-ins leaves room for readers.

A hash keeps a core busy for a third of a second, on purpose. A worker process computes one at a time and lets a
few more requests wait for their turns; whoever comes then is asked to come again, and other threads answer readers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, g, has_request_context
from flask_security import Security
from werkzeug.exceptions import ServiceUnavailable

AT_ONCE = 1
WAITING = 4
# The longest wait for a turn, in seconds.
PATIENCE = 3
COME_AGAIN_SECONDS = 5


class Busy(ServiceUnavailable):
    """Too many requests compute hashes, or wait to; this one may come again after COME_AGAIN_SECONDS."""


_computing = BoundedSemaphore(AT_ONCE)
_admitted = BoundedSemaphore(AT_ONCE + WAITING)


def init_app(app: Flask, security: Security) -> None:
    """Let every hash that `app` computes for a request wait for its turn."""
    security.pwd_context = TurnTaking(security.pwd_context)
    app.teardown_request(_end_turn)


def take_turn() -> bool:
    """Whether this request may compute hashes until it ends; False when too many others do or wait."""
    if "hashing" in g:
        return True
    if not _admitted.acquire(blocking=False):
        return False
    if not _computing.acquire(timeout=PATIENCE):
        _admitted.release()
        return False
    g.hashing = True
    return True


class TurnTaking:
    """A context of passlib that hashes in a request only when it is the request's turn, else raises Busy.

    Forms take the turn themselves, to say so in words; this is what makes it hold everywhere.
    """

    def __init__(self, context: Any) -> None:
        self._context = context

    def hash(self, *args: Any, **kwargs: Any) -> str:
        with _turn():
            return str(self._context.hash(*args, **kwargs))

    def verify(self, *args: Any, **kwargs: Any) -> bool:
        with _turn():
            return bool(self._context.verify(*args, **kwargs))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


@contextmanager
def _turn() -> Iterator[None]:
    # A command of an operator has a process of its own.
    if not has_request_context() or "hashing" in g:
        yield
        return
    if not take_turn():
        raise Busy
    try:
        yield
    finally:
        _end_turn()


def _end_turn(_error: BaseException | None = None) -> None:
    if g.pop("hashing", False):
        _computing.release()
        _admitted.release()
