"""What the processes of a server take: time of the processors, and memory."""

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# In /proc/PID/stat after the name: the parent, then the times of the process and of its children that have ended.
PARENT, TIMES = 1, slice(11, 15)


def family(root: int) -> list[int]:
    """The process `root` and all below it."""
    children = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            children[int(fields[PARENT])].append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1]]
    return found


def cpu_seconds(root: int) -> float:
    """Processor time that `root` and all below it have taken since they were started."""
    return sum(int(field) for process in family(root) for field in _fields(process)[TIMES]) / TICKS


def megabytes(root: int) -> float:
    """Memory of `root` and all below it in MB; what several share is counted once (PSS)."""
    lines: list[str] = []
    for process in family(root):
        with suppress(OSError):
            lines += Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def _fields(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
