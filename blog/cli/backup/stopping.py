"""A command that is told to stop clears away what it has begun: whole copies of the site, with its addresses."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# Ctrl-C, the system that shuts down or has waited long enough, and the terminal that is closed.
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stoppable() -> Iterator[None]:
    """Whichever way the command is told to stop meanwhile, KeyboardInterrupt is raised."""
    with _answered(signal.default_int_handler):
        yield


@contextmanager
def unstoppable() -> Iterator[None]:
    """The command goes on meanwhile though it is told to stop."""
    with _answered(signal.SIG_IGN):
        yield


@contextmanager
def _answered(handler: Callable[..., Any] | signal.Handlers) -> Iterator[None]:
    # One that is ignored stays so: `nohup` lets a command go on without its terminal.
    former = {one: signal.getsignal(one) for one in SIGNALS if signal.getsignal(one) != signal.SIG_IGN}
    for one in former:
        signal.signal(one, handler)
    try:
        yield
    finally:
        for one, was in former.items():
            signal.signal(one, was)
