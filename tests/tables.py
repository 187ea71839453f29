"""All that the database holds, for tests that nothing has changed."""

from typing import Any

from sqlalchemy import select

from blog.tools.database import Base, db


def dump(*besides: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by table, in the order of the keys; columns named in `besides` are left out."""
    db.session.commit()
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if f"{table.name}.{column.name}" not in besides]
        rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns)).mappings()
        found[table.name] = [dict(row) for row in rows]
    db.session.commit()
    return found
