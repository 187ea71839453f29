"""Python loads this by its name in every process of a server under observation: each hash is noted in a file.

A line a beginning (1) and a line an end (-1), with the process; short lines that are appended are never torn.
"""

import os
from collections.abc import Callable
from typing import Any

import argon2.low_level

NOTES = os.open(os.environ["HASHES_NOTED_IN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def noted(hashing: Callable[..., Any]) -> Callable[..., Any]:
    def note(*args: Any, **kwargs: Any) -> Any:
        os.write(NOTES, f"{os.getpid()} 1\n".encode())
        try:
            return hashing(*args, **kwargs)
        finally:
            os.write(NOTES, f"{os.getpid()} -1\n".encode())

    return note


for name in ("hash_secret", "verify_secret"):
    setattr(argon2.low_level, name, noted(getattr(argon2.low_level, name)))
