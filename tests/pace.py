"""How long something takes, told so that it means the same on a slow machine, and on one that is busy."""

import time
from collections.abc import Callable

# Seconds of processor time that `_yardstick` takes on a machine of 2023 with nothing else to do.
ORDINARY = 0.012


def seconds(work: Callable[[], object], tries: int = 3) -> float:
    """Processor seconds that `work` takes at its best, as if on an ordinary machine."""
    # The yardstick is laid on each time: what slows the machine down may come and go.
    return min(spent(work) / max(1.0, spent(_yardstick) / ORDINARY) for _ in range(tries))


def spent(work: Callable[[], object]) -> float:
    """Processor seconds that `work` takes here and now."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _yardstick() -> int:
    return sum(number * number for number in range(200_000))
