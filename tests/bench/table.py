"""The table that is printed, and the file that is kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

HEAD = ("what", "measured", "goal", "met", "")


@dataclass(frozen=True)
class Row:
    """One figure. A goal is a number to reach, or with `at_most` one to stay under; None where there is no goal."""

    what: str
    measured: float
    unit: str
    goal: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.measured <= self.goal if self.at_most else self.measured >= self.goal

    def cells(self) -> tuple[str, ...]:
        goal = "" if self.goal is None else f"{'≤' if self.at_most else '≥'} {_number(self.goal)} {self.unit}"
        met = {None: "", True: "yes", False: "NO"}[self.is_met]
        return self.what, f"{_number(self.measured)} {self.unit}", goal, met, self.note


def printed(rows: Iterable[Row]) -> str:
    """The rows as a table in columns."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def keep(file: Path, rows: Iterable[Row], **circumstances: object) -> None:
    """Write the rows to `file` as JSON, with the circumstances under which they were measured."""
    kept = [asdict(row) | {"is_met": row.is_met} for row in rows]
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(circumstances | {"rows": kept}, indent=1, ensure_ascii=False) + "\n")


def _number(value: float) -> str:
    """Three digits that count, and thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
