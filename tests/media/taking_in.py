"""A process of its own that takes in one picture, and how much memory that took."""

from multiprocessing.connection import Connection
from pathlib import Path

from blog.media.resizing import Unusable
from blog.media.storing import encode
from tests.forks import forked


def cost_of(content: bytes) -> int:
    """By how many bytes the process that took in the picture was larger than before, at its largest."""
    with forked(_take_in, content) as (line, _):
        cost = line.recv()
    assert isinstance(cost, int), cost
    return cost


def _take_in(line: Connection, content: bytes) -> None:
    Path("/proc/self/clear_refs").write_text("5")
    before = _largest()
    try:
        encode(content)
    except Unusable as reason:
        line.send(str(reason))
    else:
        line.send(_largest() - before)


def _largest() -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
