"""Waits are worded as people say them."""

import pytest

from blog.tools.waits import spelled


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (2, "2 seconds"),
        (60, "60 seconds"),
        (61, "2 minutes"),
        (120, "2 minutes"),
        (121, "3 minutes"),
        (3600, "60 minutes"),
        (3601, "2 hours"),
        (86_400, "24 hours"),
    ],
)
def test_a_wait_is_spelled_and_never_too_short(seconds: int, words: str) -> None:
    assert spelled(seconds) == words
