"""How long to wait, in words."""

import math


def spelled(seconds: int) -> str:
    """1 second, 60 seconds, 2 minutes: rounded up, so that who waits so long is let in."""
    number, unit = (seconds, "second") if seconds <= 60 else (math.ceil(seconds / 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"
