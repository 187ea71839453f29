"""Pages and a reply made anew, on newsrooms of several sizes."""

import json
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench import peers
from tests.bench.exchange import Unexpected
from tests.bench.reading import Hello
from tests.bench.rendering import REPLY, WHOLLY
from tests.bench.table import Row
from tests.live import ROOT

ARTICLE_MS, LIST_MS = 3.0, 2.0
NAMES = {
    "article": "article with 100 comments",
    "front": "front page",
    "tag": "page of the largest tag",
    "author": "page of an author",
    "archive": "archive",
    "month": "archive of this month",
    "deep": "page 500",
    REPLY: "reply",
}

LISTS = {name + how for name in NAMES if name != "article" for how in ("", WHOLLY)}

# The turns' medians, in milliseconds of processor time.
Costs = dict[str, list[float]]


def costs(instances: list[Path], turns: int) -> list[Costs]:
    """What each page of each of these costs. They take turns page by page: the machine's moods meet all alike."""
    with ExitStack() as stack:
        makers = [Maker(stack, instance) for instance in instances]
        for _ in range(turns):
            for name in dict.fromkeys(name for maker in makers for name in maker.costs):
                for maker in makers:
                    maker.make(name)
    return [maker.costs for maker in makers]


class Maker:
    """A process that makes pages of one newsroom when it is asked to."""

    def __init__(self, stack: ExitStack, instance: Path) -> None:
        command = [sys.executable, "-m", "tests.bench.rendering", str(instance)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = stack.enter_context(subprocess.Popen(command, cwd=ROOT, text=True, **pipes))
        self.costs: Costs = {name: [] for name in self._told()}

    def make(self, name: str) -> None:
        """Make what has this name some times, where there is such a page."""
        if name in self.costs:
            print(name, file=self._process.stdin, flush=True)
            self.costs[name].append(self._told())

    def _told(self) -> Any:
        line = self._process.stdout.readline()
        if not line:
            raise Unexpected("pages cannot be made: what is wrong stands above")
        return json.loads(line)


def rows(found: Costs, hello: Hello) -> list[Row]:
    """The rows about what each page costs, in the best turn."""
    best = {name: min(times) for name, times in found.items()}
    made = [_made(name, cost, hello) for name, cost in best.items() if name != REPLY]
    cheaper = peers.times_cheaper(best["article"], hello.cpu_ms, peers.WORDPRESS_ARTICLE_CPU_MS)
    made.insert(1, Row("  beside WordPress's, uncached", cheaper, "×", 20, note=f"{peers.BESIDE}, by CPU"))
    return made


def growth(small: Costs, large: Costs, told: str) -> list[Row]:
    """The rows about what the same costs on a large newsroom, beside a small one: the median of the turns."""
    rows = []
    for name, times in small.items():
        ratio = statistics.median(after / before for before, after in zip(times, large[name], strict=True))
        note = f"{min(times):.2f} → {min(large[name]):.2f} ms CPU"
        rows.append(Row(f"{_name(name)}: {told}", ratio, "×", 1.2, True, note))
    return rows


def _made(name: str, cost: float, hello: Hello) -> Row:
    there = LIST_MS if name in LISTS else ARTICLE_MS
    goal = peers.on_this_machine(there, hello.cpu_ms)
    return Row(f"{_name(name)}, made anew", cost, "ms CPU", goal, True, peers.THERE.format(f"{there:.2f} ms"))


def _name(name: str) -> str:
    page, wholly, _ = name.partition(WHOLLY)
    return NAMES[page] + wholly
