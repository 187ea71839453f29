"""How long something takes, told so that it means the same on a slow machine, and on one that is busy."""

import math
import time
from collections.abc import Callable

# Seconds of processor time that `_yardstick` takes on a machine of 2023 with nothing else to do.
ORDINARY = 0.012


def seconds(work: Callable[[], object], tries: int = 3, limit: float = 0.0) -> float:
    """Processor seconds that `work` takes at its best, as if on an ordinary machine.

    It is tried no more once it has taken less than `limit`, where nothing else is asked of it.
    """
    best = math.inf
    for _ in range(tries):
        # The yardstick is laid on each time: what slows the machine down may come and go.
        best = min(best, spent(work) / max(1.0, spent(_yardstick) / ORDINARY))
        if best < limit:
            break
    return best


def spent(work: Callable[[], object]) -> float:
    """Processor seconds that `work` takes here and now."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _yardstick() -> int:
    return sum(number * number for number in range(200_000))
