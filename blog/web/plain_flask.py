"""Flask for a site whose functions are all plain ones."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

C = TypeVar("C", bound=Callable[..., Any])


class PlainFlask(Flask):
    """Flask that calls no coroutine, which a test holds (`tests/house/test_plain_functions.py`)."""

    def ensure_sync(self, func: C) -> C:
        """`func` itself. Flask would look at each of twenty functions, at every request, whether it is a coroutine."""
        return func
