"""The key of what is sealed is changed while the site runs: broken off anywhere, nothing is lost."""

import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import event, select, text

from blog.accounts.factors.models import AuthenticatorApp
from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import posting
from blog.comments.models import Comment
from blog.tools import crypto, rotating
from blog.tools.crypto import is_newest, seal, unseal
from blog.tools.database import db
from blog.tools.rotating import NotAlone, Step, rotate
from blog.tools.secret_keys import read_keys
from tests.conftest import running_app
from tests.factories import make_article, make_comment
from tests.tools.slow_rotation import rotate_until_killed

NUMBER = 7


@pytest.fixture
def file(instance: Path) -> Path:
    return instance / "secrets.toml"


@pytest.fixture
def stock(app: Flask, author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some comments with sealed addresses, of which a step takes three, and somebody's authenticator app."""
    monkeypatch.setattr(rotating, "BATCH", 3)
    article = make_article(author=author)
    for number in range(NUMBER):
        make_comment(article, name=f"Reader{number}", ip_sealed=seal(f"192.0.2.{number}") if number % 2 else None)
    db.session.add(AuthenticatorApp(user_id=author.id, sealed_key=seal("shared"), last_step=0))
    db.session.commit()


def all_is_there(keys: tuple[str, ...]) -> bool:
    """Whether each value can be read with one of `keys` and nothing else."""
    fernets = [Fernet(key) for key in keys]

    def read(sealed: bytes) -> str:
        for fernet in fernets:
            try:
                return fernet.decrypt(sealed).decode()
            except Exception:  # noqa: S112  the next one may fit
                continue
        return "lost"

    rows = db.session.execute(select(Comment.address_sealed, Comment.ip_sealed).order_by(Comment.id)).all()
    shared = db.session.scalars(select(AuthenticatorApp.sealed_key)).one()
    db.session.rollback()
    return read(shared) == "shared" and all(
        read(address) == f"reader{number}@example.org" and (ip is None or read(ip) == f"192.0.2.{number}")
        for number, (address, ip) in enumerate(rows)
    )


@pytest.mark.usefixtures("stock")
def test_everything_is_sealed_anew_and_the_old_key_dropped(app: Flask, file: Path) -> None:
    before = read_keys(file)
    steps = list(rotate())
    after = read_keys(file)
    assert len(after.address_keys) == 1
    assert after.address_keys != before.address_keys
    assert (after.session_key, after.index_key) == (before.session_key, before.index_key)
    assert all_is_there(after.address_keys)
    assert sum(step.sealed for step in steps) == rotating.total() == NUMBER + 3 + 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.glob(".secrets*")] == []


@pytest.mark.usefixtures("stock")
def test_broken_off_after_any_step_it_loses_nothing_and_can_be_run_again(app: Flask, file: Path) -> None:
    steps = len(list(rotate()))
    assert steps > 5
    for broken_off_after in range(1, steps):
        going = rotate()
        for _ in range(broken_off_after):
            next(going)
        going.close()
        keys = read_keys(file).address_keys
        assert len(keys) == 2
        assert all_is_there(keys), f"after step {broken_off_after}"
        list(rotate())
        assert read_keys(file).address_keys == keys[:1], "it goes on with the key that is there"
        assert all_is_there(keys[:1])


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("steps", [1, 4, 12])
def test_killed_it_loses_nothing(app: Flask, file: Path, steps: int) -> None:
    rotate_until_killed(steps)
    assert all_is_there(read_keys(file).address_keys)
    list(rotate())
    assert all_is_there(read_keys(file).address_keys)
    assert len(read_keys(file).address_keys) == 1


@pytest.mark.usefixtures("stock")
def test_a_worker_that_started_before_reads_and_seals_on(app: Flask) -> None:
    with running_app():
        held = seal("read before")
        with app.app_context():
            list(rotate())
        sealed = db.session.scalars(select(Comment.address_sealed).order_by(Comment.id)).first() or b""
        assert unseal(sealed) == "reader0@example.org"
        assert is_newest(seal("fresh"))
        assert unseal(held) == "read before"


@pytest.mark.usefixtures("stock")
def test_what_was_sealed_before_and_is_stored_after_is_sealed_anew(app: Flask, file: Path) -> None:
    steps = len(list(rotate()))
    article_id = db.session.scalars(select(Comment.article_id)).first()
    late = Comment(article_id=article_id, status="pending", name=f"Reader{NUMBER}", hue=0, text="x", html="x")
    late.sanitizer_version, late.address_sealed = 1, seal(f"reader{NUMBER}@example.org")
    db.session.rollback()
    # All is sealed anew, and the old key is about to be dropped.
    going = rotate()
    for _ in range(steps - 1):
        next(going)
    db.session.add(late)
    db.session.commit()
    list(going)
    assert all_is_there(read_keys(file).address_keys)


@pytest.mark.usefixtures("stock")
def test_a_reply_that_is_posted_meanwhile_is_sealed_anew(app: Flask, file: Path) -> None:
    steps = len(list(rotate()))
    going = rotate()

    def seal_all_the_others(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("SELECT learned."):
            for _ in range(steps - 1):
                next(going)

    article = db.session.scalars(select(Article)).one()
    # While the reply is judged: it is sealed by then, and not in the database.
    event.listen(db.engine, "before_cursor_execute", seal_all_the_others)
    try:
        reply = posting.Reply("Words", "Late", f"reader{NUMBER}@example.org")
        posting.post(article, reply, posting.Origin(f"192.0.2.{NUMBER}"))
        db.session.commit()
    finally:
        event.remove(db.engine, "before_cursor_execute", seal_all_the_others)
    list(going)
    assert all_is_there(read_keys(file).address_keys)


@pytest.mark.usefixtures("stock")
def test_who_is_writing_when_the_key_changes_is_waited_for(app: Flask, file: Path) -> None:
    going, done = rotate(), threading.Event()
    article_id = db.session.scalars(select(Comment.article_id)).first()
    late = Comment(article_id=article_id, status="pending", name=f"Reader{NUMBER}", hue=0, text="x", html="x")
    late.sanitizer_version, late.address_sealed = 1, seal(f"reader{NUMBER}@example.org")
    db.session.add(late)
    db.session.flush()
    next(going)

    def go_on() -> None:
        with app.app_context():
            list(going)
            done.set()

    rotation = threading.Thread(target=go_on)
    rotation.start()
    assert not done.wait(0.5)
    db.session.commit()
    rotation.join(30)
    assert done.is_set()
    assert len(read_keys(file).address_keys) == 1
    assert all_is_there(read_keys(file).address_keys)


@pytest.mark.usefixtures("stock")
def test_what_no_key_fits_stays_as_it_is_and_is_counted(app: Flask) -> None:
    foreign = Fernet(Fernet.generate_key()).encrypt(b"x")
    comment = db.session.scalars(select(Comment)).first()
    assert comment
    db.session.execute(
        text("UPDATE comments SET address_sealed = :foreign WHERE id = :id"), {"foreign": foreign, "id": comment.id}
    )
    db.session.commit()
    assert sum(step.unreadable for step in rotate()) == 1
    db.session.refresh(comment)
    assert comment.address_sealed == foreign


def test_only_one_changes_the_keys_at_a_time(app: Flask) -> None:
    going: Iterator[Step] = rotate()
    next(going)
    with pytest.raises(NotAlone):
        next(rotate())
    list(going)
    list(rotate())


@pytest.mark.parametrize("damage", [None, "", "session_key = "])
def test_while_the_file_is_away_or_damaged_the_known_keys_serve_on(app: Flask, file: Path, damage: str | None) -> None:
    sealed = seal("x")
    good = file.read_text()
    file.unlink()
    if damage is not None:
        file.write_text(damage)
    assert unseal(sealed) == "x"
    assert unseal(seal("y")) == "y"
    file.unlink(missing_ok=True)
    file.write_text(good)
    assert unseal(sealed) == "x"
    assert crypto.keyed_digest("a", "b") == crypto.keyed_digest("a", "b")
