"""How the database goes about a statement, for tests that hold it to an index."""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, text

from blog.tools.database import Base, db


@dataclass(frozen=True)
class Plan:
    """What the database does for one statement."""

    statement: str
    # SQLite's lines, or PostgreSQL's nodes, each with what it has really done.
    lines: list[str]
    # Tables that are read from end to end.
    scanned: set[str]
    # The most rows that any step reads or sorts; SQLite does not tell, and so it is 0.
    most_rows: int

    def __str__(self) -> str:
        return "\n".join([self.statement, *self.lines])


@contextlib.contextmanager
def explained() -> Iterator[list[Plan]]:
    """The plans of all SELECT statements that are sent inside the block, requests of clients included."""
    asked: list[tuple[str, Any]] = []
    plans: list[Plan] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    explain = _explain_sqlite if db.engine.dialect.name == "sqlite" else _explain_postgresql
    with db.engine.connect() as connection:
        plans += [explain(connection, statement, parameters) for statement, parameters in asked]


def rows_planned_for(model: type[Base]) -> int:
    """How many rows of `model` PostgreSQL believes there to be when it plans."""
    table = model.__tablename__
    return int(db.session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = :table"), {"table": table}))


def _explain_sqlite(connection: Connection, statement: str, parameters: Any) -> Plan:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    lines = [detail for *_, detail in rows]
    # Where no columns stand behind an index, it is searched from its beginning.
    scanned = {found[1] for line in lines if (found := re.match(r"(?:SCAN|SEARCH(?=.* INDEX \w+$)) (\w+)", line))}
    return Plan(statement, lines, scanned, 0)


def _explain_postgresql(connection: Connection, statement: str, parameters: Any) -> Plan:
    told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
    [tree] = told if isinstance(told, list) else json.loads(told)
    nodes = list(_nodes(tree["Plan"]))
    return Plan(
        statement,
        [
            f"{node['Node Type']} {node.get('Index Name', node.get('Relation Name', ''))} {_rows(node)}"
            for node in nodes
        ],
        {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"},
        max(_rows(node) for node in nodes),
    )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)


def _rows(node: dict[str, Any]) -> int:
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return round((node["Actual Rows"] + dropped) * node["Actual Loops"])
