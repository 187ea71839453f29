"""Sixteen visitors who ask one thing after the other, for some seconds: wrk where it is installed, else Python."""

import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

# What browsers say they can read.
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br, zstd"}
VISITORS = 16
FORM = "application/x-www-form-urlencoded"
# Python is slow at asking: in one process it would measure itself. More of them would take the server's processors.
PROCESSES = 2
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Plan:
    """What is asked: paths to read in this order, over and over, and each `every`th time a reply; 0: none.

    A reply is the IP address that it is from, a space, and the form that is sent.
    """

    reads: list[str]
    replies: list[str] = field(default_factory=list)
    every: int = 0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of it. Times in milliseconds; `failed` are errors, and answers of 400 and above."""

    requests: int
    seconds: float
    received: int
    failed: int
    replies: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def has_wrk() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def run(url: str, plan: Plan, seconds: float) -> Outcome:
    """Let the visitors do as `plan` says at the server `url` for so many seconds."""
    return _run_wrk(url, plan, seconds) if has_wrk() else _run_python(url, plan, seconds)


def _run_wrk(url: str, plan: Plan, seconds: float) -> Outcome:
    with TemporaryDirectory() as folder:
        reads, replies = Path(folder, "reads"), Path(folder, "replies")
        reads.write_text("".join(f"{path}\n" for path in plan.reads))
        replies.write_text("".join(f"{reply}\n" for reply in plan.replies))
        headers = [word for name, value in plan.headers.items() for word in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{VISITORS}", f"-d{seconds:.0f}s", "--timeout", "10s", *headers]
        command += ["-s", str(SCRIPT), url, "--", str(reads), str(replies), str(plan.every)]
        output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    return Outcome(**json.loads(output.partition("JSON ")[2]))


def _run_python(url: str, plan: Plan, seconds: float) -> Outcome:
    start = time.monotonic()
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = [pool.submit(_visitors, url, plan, seconds, place) for place in range(PROCESSES)]
        visits = [visit for part in parts for visit in part.result()]
    took = time.monotonic() - start
    times = sorted(1000 * one for visit in visits for one in visit.times) or [0.0]
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    sums = [sum(getattr(visit, name) for visit in visits) for name in ("received", "failed", "replies")]
    return Outcome(len(times), took, *sums, p50=cuts[49], p99=cuts[98])


@dataclass
class _Visit:
    times: list[float] = field(default_factory=list)
    received: int = 0
    failed: int = 0
    replies: int = 0


def _visitors(url: str, plan: Plan, seconds: float, place: int) -> list[_Visit]:
    # Each process has its own part of the replies: none is sent twice.
    waiting = iter(plan.replies[place::PROCESSES])
    with ThreadPoolExecutor(VISITORS // PROCESSES) as pool:
        number = count(place)
        visits = [pool.submit(_visit, url, plan, seconds, number, waiting) for _ in range(VISITORS // PROCESSES)]
        return [visit.result() for visit in visits]


def _visit(url: str, plan: Plan, seconds: float, number: Iterator[int], waiting: Iterator[str]) -> _Visit:
    visit, end = _Visit(), time.monotonic() + seconds
    connection = HTTPConnection(urlsplit(url).hostname or "", urlsplit(url).port, timeout=10)
    while (begun := time.monotonic()) < end:
        turn = next(number)
        reply = next(waiting, None) if plan.every and turn % plan.every == 0 else None
        try:
            if reply is None:
                connection.request("GET", plan.reads[turn % len(plan.reads)], headers=plan.headers)
            else:
                ip, _, form = reply.partition(" ")
                connection.request("POST", "/comments", form, {"Content-Type": FORM, "X-Forwarded-For": ip})
            response = connection.getresponse()
            visit.received += len(response.read())
            visit.failed += response.status >= 400
        except OSError:
            visit.failed += 1
            connection.close()
        visit.replies += reply is not None
        visit.times.append(time.monotonic() - begun)
    connection.close()
    return visit
