"""What follows from decisions, wherever they are made."""

from collections.abc import Sequence


def follow(ids: Sequence[int]) -> None:
    """Bring in step all that rests on decisions, after these comments were decided about or a decision was undone."""
