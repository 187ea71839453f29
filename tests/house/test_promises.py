"""What SECURITY.md promises names the code that keeps it and the tests that prove it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_each_file_that_a_promise_names_is_there() -> None:
    named = re.findall(r"`((?:blog|tests)/[\w/.]+)`", (ROOT / "SECURITY.md").read_text())
    assert len(named) > 50
    assert [name for name in named if not (ROOT / name).exists()] == []
