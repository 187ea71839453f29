"""Every regular expression of ours takes time that grows no faster than what it reads."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest

from tests.pace import seconds, spent

BLOG = Path(__file__).resolve().parent.parent.parent / "blog"
VERBS = {"compile", "match", "fullmatch", "search", "findall", "finditer", "sub", "split"}
SIZE = 64 * 1024
# Seconds below which the machine's own moods are larger than what is measured.
MOODS = 0.2


def _patterns() -> dict[str, tuple[str, int]]:
    """Pattern and flags of each call of `re` in the code, by where it stands."""
    found = {}
    for file in BLOG.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and call.func.attr in VERBS:
                flags = re.IGNORECASE if "re.IGNORECASE" in ast.unparse(call) else 0
                found[f"{file.relative_to(BLOG)}:{call.lineno}"] = (_text(call.args[0]), flags)
    return found


def _text(pattern: ast.expr) -> str:
    # What is put into an f-string is a word of letters and hyphens everywhere.
    if isinstance(pattern, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "a-b" for part in pattern.values)
    assert isinstance(pattern, ast.Constant), f"not a pattern that can be read here: {ast.unparse(pattern)}"
    return str(pattern.value)


PATTERNS = _patterns()


def _pieces(pattern: str) -> list[str]:
    """What keeps `pattern` hoping: its own literals, whole and letter by letter, and one of each kind of character."""
    bare = re.sub(r"\\[wsdbSWDB]|\(\?[a-z:<!=]+|\{.*?\}", " ", pattern)
    literals = [literal.replace("\\", "") for literal in re.findall(r"(?:[A-Za-z:/#@._-]|\\[.#/])+", bare)]
    return list(dict.fromkeys([*literals, *"".join(literals)[:12], *"a \n1-.(&"]))


def _worst(pattern: str) -> list[tuple[str, str]]:
    """Beginnings, each with something to repeat."""
    pieces = _pieces(pattern)
    units = dict.fromkeys([*pieces, *(first + second for first, second in product(pieces, pieces[:8]))])
    words = [piece for piece in pieces if len(piece) > 2]
    return list(product(["", *words, *map("".join, product(words[:6], words[:6]))], units))


@pytest.mark.parametrize("where", PATTERNS)
def test_a_pattern_reads_64_kb_in_no_time(where: str) -> None:
    text, flags = PATTERNS[where]
    pattern = re.compile(text, flags)
    slowest = max(_worst(text), key=lambda recipe: spent(lambda: _read(pattern, recipe, SIZE // 32)))
    whole = seconds(lambda: _read(pattern, slowest, SIZE), limit=MOODS)
    assert whole < 1, slowest
    # Twice the text, twice the time; what grows with the square takes four times as long, and seconds.
    assert whole < MOODS or whole < 3 * seconds(lambda: _read(pattern, slowest, SIZE // 2)), slowest


def test_all_patterns_are_found() -> None:
    assert len(PATTERNS) >= 10
    assert any(where.startswith("tools/sanitizing.py") for where in PATTERNS)


def _read(pattern: re.Pattern[str], recipe: tuple[str, str], size: int) -> None:
    start, unit = recipe
    text = (start + unit * (size // len(unit) + 1))[:size]
    for end in ("", "\0", "\n!"):
        pattern.fullmatch(text + end)
        pattern.search("\0" + text + end)
        for _ in pattern.finditer(text + end):
            pass
