"""Things that are kept in memory as long as they are asked for: a bounded number of them, or of bytes."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """What was asked for last, as much as has room; all threads share it."""

    def __init__(self, room: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._room = room
        self._size = size
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._taken = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """What was kept under `key` last; None where it is not there, or not any more."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        return found[0]

    def put(self, key: K, value: V) -> None:
        """Keep `value` as it is now; what was not asked for longest goes where there is no more room."""
        size = self._size(value)
        with self._lock:
            self._drop(key)
            self._kept[key] = value, size
            self._taken += size
            while self._taken > self._room:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._taken = 0

    def _drop(self, key: K) -> None:
        if key in self._kept:
            self._taken -= self._kept.pop(key)[1]
