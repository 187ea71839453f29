"""Processes that begin with the code of the site in them: one that reads it anew takes a second for that."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["blog"])


@contextmanager
def forked(work: Callable[..., None], *arguments: object) -> Iterator[tuple[Connection, BaseProcess]]:
    """A line to a process that does `work` in the present environment, given its end of the line and `arguments`.

    The line is closed with the block, and then the process is waited for.
    """
    here, there = _FORKS.Pipe()
    process = _FORKS.Process(target=_begin, args=(dict(os.environ), work, there, *arguments), daemon=True)
    process.start()
    there.close()
    try:
        with here:
            yield here, process
    finally:
        process.join()
        process.close()


def _begin(environment: dict[str, str], work: Callable[..., None], line: Connection, *arguments: object) -> None:
    os.environ.clear()
    os.environ.update(environment)
    work(line, *arguments)
