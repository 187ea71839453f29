"""The database: SQLite by default, PostgreSQL by one setting, the same behaviour on both."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Delete, Dialect, Executable, LargeBinary, MetaData, Update, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeDecorator

from blog.tools import connections

# What an INTEGER column of PostgreSQL holds at most; it answers a larger one with an error.
LARGEST_ID = 2**31 - 1

# The engine for what is committed apart from the request's session. Its pool keeps a few connections and opens more
# without limit: one that is waited for while the session holds another could never come where all requests of a worker
# do so.
APART = "apart"

# Of each process, beside five that stay open, five of the engine for what is committed apart, and four that read the
# versions of pages: 44 at most, as long as few count attempts at once. PostgreSQL allows 100, and two processes serve.
MOST_CONNECTIONS = 30
UNLIMITED = -1


class Base(DeclarativeBase):
    """All models. Constraints have names, so that migrations can change them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: with its time zone in Python, in UTC in the database. SQLite has no type that keeps a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """What makes a moment of what the database gives. A page has a hundred, and one step takes half of three."""
        return _from_text if dialect.name == "sqlite" else _from_moment


def _from_text(value: str | None) -> datetime | None:
    if value is None:
        return None
    # A fifth of the time that giving it the zone afterwards takes. Somebody may have written one by hand.
    return datetime.fromisoformat(value if value.endswith("+00:00") else f"{value}+00:00")


def _from_moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Sealed(TypeDecorator[bytes]):
    """What `crypto.seal` made: new keys find by this type what there is to seal anew."""

    impl = LargeBinary
    cache_ok = True


db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    """Connect `app` to the database that DATABASE_URL names. Nothing is read or written yet."""
    url = _url(app.config["DATABASE_URL"], Path(app.instance_path))
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # On SQLite, who reads does not wait for a connection until those who write have done.
    most = MOST_CONNECTIONS if url.startswith("postgresql") else UNLIMITED
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"max_overflow": most, **connections.options(url)}
    app.config["SQLALCHEMY_BINDS"] = {APART: {"url": url, "max_overflow": UNLIMITED, **connections.options(url)}}
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            connections.prepare(engine)


def is_empty() -> bool:
    """Whether the database has no table at all, as before the first start."""
    return not inspect(db.engine).get_table_names()


def reason(error: Exception) -> str:
    """What the database, or its driver, says is wrong, without the statement and its values."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def execute_core(
    statement: Executable, values: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """The result of `statement`, in the transaction of the session, which learns nothing of it.

    For what reads or writes columns and no entities: `session.execute` costs twice as much. Many rows are taken with
    `.all()`: one after another they cost twice as much, too.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


def insert_new(entity: Base, unique: str) -> bool:
    """Put `entity` into the database and the session; False, and nothing done, where its `unique` is there already.

    The database decides, as with a flush in a savepoint, in a third of the time. What Sealed columns hold is to be
    looked at again afterwards (`rotating.look_again`), which a flush does by itself.
    """
    written = {name: value for name, value in inspect(entity).dict.items() if name in entity.__table__.columns}
    new_id = execute_core(_inserting(db.engine.dialect.name, type(entity), unique), written).scalar()
    if new_id is None:
        return False
    set_committed_value(entity, "id", new_id)
    make_transient_to_detached(entity)
    db.session.add(entity)
    return True


def insert_or(dialect: str, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what is to be done with a row that is there already."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(model)


@cache
def _inserting(dialect: str, model: type[Base], unique: str) -> Executable:
    return insert_or(dialect, model).on_conflict_do_nothing(index_elements=[unique]).returning(model.__table__.c.id)


def change_rows(statement: Update | Delete) -> int:
    """Execute `statement` and say how many rows it changed. What the session has loaded is read anew afterwards."""
    db.session.flush()
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return result.rowcount if isinstance(result, CursorResult) else 0


def escape_like(text: str) -> str:
    """`text` as a literal for LIKE with escape character backslash."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def empty_log() -> bool:
    """Write SQLite's log into the database and empty it; False where others are using it, who keep it filled."""
    with db.engines[APART].connect() as connection:
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
    return not busy


def _url(setting: str, instance: Path) -> str:
    if not setting:
        return f"sqlite:///{instance / 'blog.sqlite3'}"
    # The two spellings that hosts hand out both mean psycopg, the driver that is installed.
    for scheme in ("postgres://", "postgresql://"):
        if setting.startswith(scheme):
            return "postgresql+psycopg://" + setting.removeprefix(scheme)
    return setting
