"""Text that means harm, by class: what it tries is said above each.

Where there are many spellings of many attacks they are multiplied out, so that no pair is forgotten.
"""

from tests.hostile.markup import CANARY, MARKUP, RUN
from tests.hostile.signs import BYTES, SIGNS

__all__ = ["BYTES", "CANARY", "HOSTILE", "RUN", "SIGNS", "STRINGS"]

HOSTILE = MARKUP | SIGNS
STRINGS = list(dict.fromkeys(one for strings in HOSTILE.values() for one in strings))
