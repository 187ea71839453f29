"""What tests need to have happened before: made by the verbs of the site, as the newsroom and its readers would.

All of it flushes and leaves the commit to the test; the client commits before each request.
"""

import contextlib
import io
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from flask import before_render_template
from flask_security import hash_password
from passlib.totp import TOTP
from PIL import Image
from sqlalchemy import URL, Executable, create_engine, event, text
from sqlalchemy.exc import OperationalError

from blog import page_cache
from blog.accounts import inviting
from blog.accounts.factors.models import AuthenticatorApp, Passkey
from blog.accounts.models import AUTHOR, StaffSession, User
from blog.articles import publishing
from blog.articles.models import Article
from blog.comments import posting
from blog.comments.models import APPROVED, Comment
from blog.media import storing
from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.crypto import seal
from blog.tools.database import db
from tests import postgresql

PASSWORD = "correct horse battery"

Outcome = TypeVar("Outcome")


def make_user(name: str = "Samira Rostami", role: str = AUTHOR, email: str | None = None, **columns: Any) -> User:
    """Somebody of the newsroom who signs in with PASSWORD."""
    user = inviting.invite(name, email or f"{name.split()[0].lower()}@example.com", role)
    user.password = hash_password(PASSWORD)
    for column, value in columns.items():
        setattr(user, column, value)
    db.session.flush()
    return user


def make_session(user: User, browser: str = "Firefox on Windows", **columns: Any) -> StaffSession:
    """A session of `user` in some other browser."""
    row = StaffSession(user_id=user.id, token_digest=secrets.token_bytes(32), network="203.0.113.0", browser=browser)
    for column, value in columns.items():
        setattr(row, column, value)
    db.session.add(row)
    db.session.flush()
    return row


def make_article(
    headline: str = "Launchers cross the border",
    body: str = "Short-range launchers crossed the border at dawn, residents said.",
    *,
    author: User | None = None,
    published: bool | datetime | timedelta = True,
    withdrawn: str | None = None,
    **writing: Any,
) -> Article:
    """An article by `author`, else by the first person there is, else by a new one.

    `published` is True for now, False for a draft, or a time, or how long from now (in the past when negative).
    `withdrawn` is the note of a withdrawal. `writing` is the rest of what the editor form holds.
    """
    author = author or db.session.query(User).order_by(User.id).first() or make_user()
    article = publishing.start(author)
    publishing.write(article, publishing.Writing(headline, writing.pop("standfirst", ""), body, **writing))
    if published is not False:
        at = now() + published if isinstance(published, timedelta) else published
        publishing.publish(article, at=None if at is True else at)
        article.updated_at = min(article.published_at, now())
    if withdrawn is not None:
        publishing.withdraw(article, withdrawn)
    db.session.flush()
    return article


def make_comment(
    article: Article,
    text: str = "Agreed, and it is the quiet part that matters.",
    *,
    name: str = "Dara",
    address: str | None = None,
    status: str = APPROVED,
    parent: Comment | None = None,
    **columns: Any,
) -> Comment:
    """A reader's comment in the state `status`; equal texts under one article need different names."""
    reply = posting.Reply(
        text, name, address or f"{name.split()[0].lower()}@example.org", parent_id=parent.id if parent else None
    )
    comment = posting.post(article, reply)
    comment.status = status
    for column, value in columns.items():
        setattr(comment, column, value)
    db.session.flush()
    return comment


def make_picture(width: int = 960, height: int = 540, alt: str = "A harbour in fog") -> Picture:
    """A picture of one colour, as if uploaded."""
    return storing.store(_encoded(width, height), alt=alt, caption="The harbour at dawn.", credit="Ana Luz")


@cache
def _encoded(width: int, height: int) -> storing.Encoded:
    # Kept: encoding takes longer than most tests, and gives the same bytes each time.
    file = io.BytesIO()
    Image.new("RGB", (width, height), (70, 90, 110)).save(file, "PNG")
    return storing.encode(file.getvalue())


def make_app(user: User) -> str:
    """The key of an authenticator app that `user` has set up an hour ago."""
    key = str(TOTP.new().base32_key)
    an_hour_ago = int((now() - timedelta(hours=1)).timestamp() // 30)
    db.session.add(AuthenticatorApp(user_id=user.id, sealed_key=seal(key), last_step=an_hour_ago))
    db.session.flush()
    return key


def make_passkey(user: User, name: str = "Telephone") -> Passkey:
    """A passkey of `user`, whose device is not here to sign anything."""
    passkey = Passkey(user_id=user.id, name=name, credential_id=os.urandom(32), public_key=b"none", sign_count=0)
    db.session.add(passkey)
    db.session.flush()
    return passkey


@contextlib.contextmanager
def count_queries() -> Iterator[list[str]]:
    """The statements that the database is sent inside the block, requests of clients included."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@contextlib.contextmanager
def changed_after(reading: str, *changes: str) -> Iterator[None]:
    """Somebody else makes these changes, once, as soon as the site has read something inside the block."""
    db.session.commit()
    other, waiting = create_engine(db.engine.url), list(changes)

    def change(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if reading in statement and waiting:
            with other.begin() as connection:
                while waiting:
                    connection.execute(text(waiting.pop(0)))

    event.listen(db.engine, "after_cursor_execute", change)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", change)
        other.dispose()
    assert not waiting


def overtaken(first: Callable[[], object], second: Callable[[], Outcome]) -> Outcome:
    """What `second` comes to, which looks before `first` is committed, and cannot write until then.

    It runs on a thread of its own, where nothing of the test's context is.
    """
    db.session.commit()
    first()
    about_to_write = Event()

    def note(_connection: Any, statement: Executable, *_more: Any) -> None:
        if not statement.is_select:
            about_to_write.set()

    event.listen(db.engine, "before_execute", note)
    try:
        with ThreadPoolExecutor() as threads:
            outcome = threads.submit(second)
            outcome.add_done_callback(lambda _: about_to_write.set())
            about_to_write.wait()
            db.session.commit()
            return outcome.result()
    finally:
        event.remove(db.engine, "before_execute", note)


@contextlib.contextmanager
def nobody_waits_for_pages() -> Iterator[None]:
    """While a page is rendered inside the block, others can write at once: no lock is held for it."""
    statement = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT id FROM comments FOR UPDATE NOWAIT"}
    timeout = {"timeout": 0} if db.engine.dialect.name == "sqlite" else {}
    other, refused = create_engine(db.engine.url, isolation_level="AUTOCOMMIT", connect_args=timeout), []

    def write(_app: Any, template: Any, **_: Any) -> None:
        with other.connect() as connection:
            try:
                connection.exec_driver_sql(statement[db.engine.dialect.name])
            except OperationalError:
                refused.append(template.name)

    with before_render_template.connected_to(write):
        yield
    other.dispose()
    assert refused == []


@contextlib.contextmanager
def all_writes_refused() -> Iterator[None]:
    """A database that can only be read, as when its disk is full or its machine has become the second one."""
    statement = {
        "sqlite": "PRAGMA query_only = ON",
        "postgresql": "SET TRANSACTION READ ONLY",
    }[db.engine.dialect.name]

    def refuse(connection: Any, *_: object) -> None:
        connection.cursor().execute(statement)

    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
        event.listen(engine, "checkout", refuse)
    try:
        yield
    finally:
        db.session.remove()
        for engine in db.engines.values():
            event.remove(engine, "checkout", refuse)
            engine.dispose()


@contextlib.contextmanager
def database_away() -> Iterator[None]:
    """A database that nobody can connect to, as when its server has stopped or its disk has gone."""
    url = db.engine.url
    db.session.commit()
    page_cache.let_go()
    with _turned_away(url) if url.get_backend_name() == "postgresql" else _file_away(Path(str(url.database))):
        yield


def _turned_away(url: URL) -> contextlib.AbstractContextManager[None]:
    return postgresql.turned_away(Path(str(url.query["host"])), str(url.database))


@contextlib.contextmanager
def _file_away(file: Path) -> Iterator[None]:
    aside = file.rename(file.with_name("aside.sqlite3"))
    # Or SQLite would make a new one.
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        aside.rename(file)
