"""Measure all, print the table, keep it as JSON in the instance folder. BENCH=quick takes less than a minute."""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from blog.cli.serve import THREADS, WORKERS
from blog.settings import instance_folder
from tests.bench import anew, load, peers, reading, table, writing
from tests.bench.servers import generated_site
from tests.bench.table import Row
from tests.bench.visitors import Visitors
from tests.live import Site

COMMENTS_EACH = 10
SMALL = 200
LARGE = 10_000
# In seconds, to the first answer.
START = 1.5


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    # Articles of each newsroom.
    sizes: list[int]
    # In which pages are made anew.
    turns: int
    # How often the server is started.
    starts: int
    # On the running server, and how many seconds each of them and the mixture takes.
    rounds: int
    seconds: int
    mixed: int


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE, help="articles of the large newsroom, of the full bench")
    large = parser.parse_args().large
    extents = {"full": Extent([SMALL, large], 6, 2, 3, 3, 60), "quick": Extent([SMALL], 2, 1, 2, 1, 6)}
    kind = os.environ.get("BENCH") or "full"
    if kind not in extents:
        sys.exit(f"BENCH is one of {', '.join(extents)}, not {kind}.")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder:
        rows = measured(Path(folder), extents[kind])
    took = time.monotonic() - begun
    asked_by = "wrk" if load.has_wrk() else "a Python load generator, which may be slower than the server: install wrk"
    machine = f"{os.cpu_count()} processors, shared with the load; {WORKERS} workers of {THREADS} threads"
    print(f"\n{table.printed(rows)}\n\nBENCH={kind}, {took:.0f} s. {machine}.")
    print(f"{load.VISITORS} connections by {asked_by}.")
    file = instance_folder() / "bench.json"
    circumstances = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "bench": kind, "seconds": round(took)}
    table.keep(file, rows, **circumstances, python=platform.python_version(), load=asked_by, machine=machine)
    print(f"Kept in {file}.")


def measured(folder: Path, extent: Extent) -> list[Row]:
    """The rows of the table. What is served is the largest newsroom."""
    sites = []
    for size in extent.sizes:
        _say(f"generating {size:,} articles")
        sites.append(generated_site(folder / f"of-{size}", size, COMMENTS_EACH * size))
    _say("making pages anew")
    costs = anew.costs([site.instance for site in sites], extent.turns)
    _say("starting")
    started = _started(sites[-1], extent.starts)
    with _running(sites[-1]) as site:
        visitors = Visitors.of(site)
        _say("reading")
        hello, read = reading.measure(site, visitors, folder, extent.rounds, extent.seconds)
        goal = peers.on_this_machine(START, hello.cpu_ms)
        rows = [Row("start to first answer", started, "s", goal, True, peers.THERE.format(f"{START:.2f} s"))]
        rows += [*read, *reading.sizes(site, visitors)]
        _say("replying")
        rows += writing.replies(site, visitors, hello, extent.rounds, extent.seconds)
        _say(f"reading and replying for {extent.mixed} s")
        rows += writing.mixed(site, visitors, extent.mixed)
    rows += anew.rows(costs[-1], hello)
    if len(costs) > 1:
        rows += anew.growth(costs[0], costs[-1], "{:,} → {:,} articles".format(*extent.sizes))
    return rows


def _started(site: Site, times: int) -> float:
    took = []
    for _ in range(times):
        begun = time.monotonic()
        with _running(site):
            took.append(time.monotonic() - begun)
    return min(took)


@contextmanager
def _running(site: Site) -> Iterator[Site]:
    site.start()
    try:
        yield site
    finally:
        site.stop()


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
