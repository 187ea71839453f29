"""Reads and replies on the running servers, in rounds that take turns."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.bench import load
from tests.bench.exchange import Unexpected, ask
from tests.bench.load import Outcome, Plan
from tests.bench.processes import cpu_seconds

# Seconds for which a server is used before it is measured.
WARM = 1
# A page that is measured may change meanwhile: the stamp on its form does, every hour. And a busy machine may
# give no answer in time, so that each try takes longer.
TRIES = 3
# Bytes that an answer has beside its body, and more than any of ours has.
MOST_HEADERS = 4000


@dataclass(frozen=True)
class Target:
    """A server, by its address and its first process, and what is asked of it.

    A `steady` one has one page to read, which is looked at before and after; `is_conditional` asks by its ETag.
    """

    url: str
    process: int
    plan: Plan
    is_steady: bool = False
    is_conditional: bool = False


@dataclass
class Samples:
    """What the rounds gave for one target."""

    outcomes: list[Outcome] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second, median of the rounds."""
        return statistics.median(outcome.rate for outcome in self.outcomes)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's processor time for one answer, median of the rounds."""
        return statistics.median(self.cpu)

    @property
    def p99(self) -> float:
        """Milliseconds within which 99 of 100 were answered, median of the rounds."""
        return statistics.median(outcome.p99 for outcome in self.outcomes)


def in_turn(targets: Mapping[str, Target], rounds: int, seconds: float) -> dict[str, Samples]:
    """The samples of each target: one a round, target by target, so that all see the same moods of the machine."""
    samples = {name: Samples() for name in targets}
    for target in targets.values():
        load.run(target.url, target.plan, WARM)
    for _ in range(rounds):
        for name, target in targets.items():
            sample(target, seconds, samples[name])
    return samples


def sample(target: Target, seconds: float, samples: Samples) -> Outcome:
    """One round of `target`, kept in `samples`. Raises Unexpected where it answers anything else than it should."""
    for time in range(1, TRIES + 1):
        plan, size = _looked_at(target)
        before = cpu_seconds(target.process)
        outcome = load.run(target.url, plan, time * seconds)
        spent = cpu_seconds(target.process) - before
        if outcome.requests and _looked_at(target) == (plan, size):
            break
    else:
        raise Unexpected(f"{target.url}{target.plan.reads[0]} gives no answer, or each time another")
    each = outcome.received / outcome.requests
    if outcome.failed or each < size or (target.is_steady and each > size + MOST_HEADERS):
        raise Unexpected(f"{target.url} failed under load, where an answer has {size:,} bytes: {outcome}")
    samples.outcomes.append(outcome)
    samples.cpu.append(1000 * spent / outcome.requests)
    return outcome


def _looked_at(target: Target) -> tuple[Plan, int]:
    """What to ask, and the size of the body that then comes."""
    if not target.is_steady:
        return target.plan, 0
    page = target.url + target.plan.reads[0]
    answer = ask(page, **{name.replace("-", "_"): value for name, value in target.plan.headers.items()})
    if not target.is_conditional:
        return target.plan, len(answer.body)
    plan = replace(target.plan, headers={"If-None-Match": answer.headers["ETag"]})
    return plan, len(ask(page, 304, **plan.headers).body)
