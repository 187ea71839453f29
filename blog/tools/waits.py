"""How long to wait, in words."""

import math


def spelled(seconds: int) -> str:
    """1 second, 60 seconds, 2 minutes, 60 minutes, 2 hours: rounded up, so that who waits so long is let in."""
    if seconds <= 60:
        number, unit = seconds, "second"
    elif seconds <= 3600:
        number, unit = math.ceil(seconds / 60), "minute"
    else:
        number, unit = math.ceil(seconds / 3600), "hour"
    return f"{number} {unit}{'' if number == 1 else 's'}"
