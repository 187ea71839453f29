"""Pages and a reply made anew, on newsrooms of several sizes."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench import peers
from tests.bench.reading import Hello
from tests.bench.rendering import WHOLLY
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
    "reply": "reply",
}

LISTS = {name + how for name in NAMES if name != "article" for how in ("", WHOLLY)}

Costs = dict[str, float]


def costs(instances: list[Path], rounds: int) -> list[Costs]:
    """What each page of each of these costs in milliseconds of CPU: the best of some rounds, which take turns."""
    runs = [[_run(instance) for instance in instances] for _ in range(rounds)]
    return [{name: min(run[name] for run in found) for name in found[0]} for found in zip(*runs, strict=True)]


def rows(found: Costs, hello: Hello) -> list[Row]:
    """The rows about what each page costs."""
    made = [
        Row(f"{_told(name)}, made anew", cost, "ms CPU", LIST_MS if name in LISTS else ARTICLE_MS, at_most=True)
        for name, cost in found.items()
        if name != "reply"
    ]
    cheaper = peers.times_cheaper(found["article"], hello.cpu_ms, peers.WORDPRESS_ARTICLE_CPU_MS)
    made.insert(1, Row("  beside WordPress's, uncached", cheaper, "×", 20, note=f"{peers.BESIDE}, by CPU"))
    return made


def growth(small: Costs, large: Costs, told: str) -> list[Row]:
    """The rows about what the same costs on a large newsroom, beside a small one."""
    return [
        Row(f"{_told(name)}: {told}", large[name] / cost, "×", 1.2, True, f"{cost:.2f} → {large[name]:.2f} ms CPU")
        for name, cost in small.items()
    ]


def _told(name: str) -> str:
    page, wholly, _ = name.partition(WHOLLY)
    return NAMES[page] + wholly


def _run(instance: Path) -> Costs:
    command = [sys.executable, "-m", "tests.bench.rendering", str(instance)]
    found: Costs = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    return found
