"""A commenter asks what is stored about them, or to be forgotten; the operator does it by one command."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating, posting, queue
from blog.comments.corresponding.models import Correspondent
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, Comment, ModerationDecision
from blog.comments.posting import Origin, Reply
from blog.tools import outbox
from blog.tools.clock import now
from blog.tools.crypto import seal
from blog.tools.database import db
from blog.tools.outbox import Mail
from blog.tools.throttle import Attempt
from tests.factories import make_article, make_comment
from tests.pages import Client

NAME, ADDRESS, WEBSITE = "Quillon Vexworth", "quillon@vexworth.example", "https://vexworth.example/"
BROWSER = "Vexbrowser/9"


@pytest.fixture
def article(author: User) -> Article:
    return make_article("The bridge", author=author)


@pytest.fixture
def theirs(article: Article) -> list[Comment]:
    """Two comments by the one who is to be forgotten, the first with a reply by somebody else."""
    other = Origin("203.0.113.7", BROWSER)
    first = posting.post(article, Reply("The first words.", NAME, ADDRESS, WEBSITE), other)
    first.status = APPROVED
    make_comment(article, "A reply.", name="Narges", parent=first)
    second = posting.post(article, Reply("Other words, دری.", "Q. V.", ADDRESS.upper(), WEBSITE), other)
    second.status = SPAM
    second.reasons = [f"Word list: {NAME}"]
    db.session.commit()
    return [first, second]


def run(app: Flask, *arguments: str, code: int = 0, typed: str | None = None) -> Result:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["comments", *arguments], input=typed)
    assert result.exit_code == code, result.output
    db.session.rollback()
    return result


def raw(instance: Path) -> bytes:
    return b"".join(file.read_bytes() for file in instance.glob("blog.sqlite3*"))


def test_the_writer_goes_and_the_words_stay(app: Flask, theirs: list[Comment], instance: Path) -> None:
    hidden = [one.encode() for one in (NAME, WEBSITE, BROWSER)] + [theirs[0].address_sealed, theirs[0].address_index]
    hidden += [theirs[0].fingerprint, theirs[1].ip_sealed]
    if db.engine.dialect.name == "sqlite":
        assert all(one in raw(instance) for one in hidden)
    output = run(app, "forget", ADDRESS, "--yes").output
    assert "Made anonymous: 2 comments." in output
    for comment in theirs:
        assert (comment.name, comment.website, comment.user_agent, comment.reasons) == ("Anonymous", "", "", [])
        assert comment.address_sealed is comment.address_index is comment.fingerprint is comment.ip_sealed is None
        assert comment.hue == 0
    assert [one.text for one in theirs] == ["The first words.", "Other words, دری."]
    assert [one.status for one in theirs] == [APPROVED, SPAM]
    if db.engine.dialect.name == "sqlite":
        files = raw(instance)
        assert [one for one in hidden if one in files] == []
    assert "vexworth" not in output.lower()


def test_nobody_else_is_forgotten(app: Flask, theirs: list[Comment]) -> None:
    run(app, "forget", ADDRESS, "--yes")
    other = db.session.scalars(select(Comment).where(Comment.name == "Narges")).one()
    assert other.address_sealed
    assert other.parent_id == theirs[0].id


def test_the_comments_can_go_as_well_and_the_thread_keeps_its_shape(
    app: Flask, client: Client, admin: User, theirs: list[Comment], instance: Path
) -> None:
    moderating.decide(queue.chosen([one.id for one in theirs], SPAM), "trash", admin)
    output = run(app, "forget", ADDRESS, "--delete", "--yes").output
    assert "Deleted for good: 2 comments." in output
    rows = {comment.status: comment for comment in db.session.scalars(select(Comment))}
    assert set(rows) == {ERASED, APPROVED}
    assert (rows[ERASED].text, rows[ERASED].name) == ("", "")
    assert db.session.scalars(select(ModerationDecision)).all() == []
    if db.engine.dialect.name == "sqlite":
        assert b"The first words." not in raw(instance)


@pytest.mark.settings(REPLY_SECONDS=15, REPLIES_AN_HOUR=10)
def test_what_was_counted_is_forgotten_too(app: Flask, client: Client, article: Article) -> None:
    data = {"article": article.id, "author": NAME, "email": ADDRESS, "comment": "Words"}
    assert client.post("/comments", data=data).status_code == 303
    before = db.session.scalar(select(func.count(Attempt.id))) or 0
    assert "Made anonymous: 1 comment." in run(app, "forget", ADDRESS, "--yes").output
    # Two limits for the address, and the reply itself; those of the network name nobody.
    assert db.session.scalar(select(func.count(Attempt.id))) == before - 3


@pytest.mark.parametrize("spelling", [" Quillon@Vexworth.Example ", "QUILLON@VEXWORTH.EXAMPLE"])
def test_the_address_may_be_spelled_as_in_the_form(app: Flask, theirs: list[Comment], spelling: str) -> None:
    assert "2 comments" in run(app, "forget", spelling, "--yes").output


@pytest.mark.parametrize("command", ["forget", "export-for"])
@pytest.mark.parametrize("address", ["nobody@example.org", "", "no address", "é" * 999, "%", "x' OR '1'='1"])
def test_an_unknown_address_is_said_to_be(app: Flask, theirs: list[Comment], command: str, address: str) -> None:
    result = run(app, command, address, code=1)
    assert result.stdout == ""
    assert result.stderr == "Error: Nothing is stored with this address.\n"
    assert theirs[0].name == NAME


def test_it_asks_first(app: Flask, theirs: list[Comment]) -> None:
    assert (
        "Make anonymous: 2 comments. This cannot be undone." in run(app, "forget", ADDRESS, typed="n\n", code=1).output
    )
    run(app, "forget", ADDRESS, "--delete", typed="", code=1)
    assert theirs[0].name == NAME
    assert "Made anonymous: 2" in run(app, "forget", ADDRESS, typed="y\n").output


def test_texts_that_name_the_writer_are_pointed_out(app: Flask, article: Article) -> None:
    named = make_comment(article, "So says QUILLON vexworth.", name=NAME, address=ADDRESS)
    make_comment(article, "Nothing here.", name=NAME, address=ADDRESS)
    mailed = make_comment(article, f"Write to {ADDRESS}.", name=NAME, address=ADDRESS)
    assert f"correct them: {named.id}, {mailed.id}." in run(app, "forget", ADDRESS, "--yes").output


def test_the_next_comment_from_there_is_a_first_one(app: Flask, article: Article, theirs: list[Comment]) -> None:
    run(app, "forget", ADDRESS, "--yes")
    assert posting.post(article, Reply("The first words.", NAME, ADDRESS)).status == PENDING


def test_all_that_is_stored_is_handed_out_and_nothing_of_others(
    app: Flask, article: Article, theirs: list[Comment]
) -> None:
    theirs[0].edited_at = now() - timedelta(days=1)
    result = run(app, "export-for", f" {ADDRESS.upper()} ")
    found = json.loads(result.stdout)
    assert found["email"].lower() == ADDRESS
    first, second = found["comments"]
    assert first == {
        "number": theirs[0].id,
        "article": "The bridge",
        "article_address": f"http://127.0.0.1:8000/{article.published_at:%Y/%m}/the-bridge/",
        "in_reply_to": None,
        "posted_at": f"{theirs[0].created_at:%Y-%m-%dT%H:%M:%S}+00:00",
        "edited_at": f"{theirs[0].edited_at:%Y-%m-%dT%H:%M:%S}+00:00",
        "status": "approved",
        "status_since": f"{theirs[0].status_since:%Y-%m-%dT%H:%M:%S}+00:00",
        "held_because": ["First comment from this address"],
        "name": NAME,
        "email": ADDRESS,
        "website": WEBSITE,
        "text": "The first words.",
        "language": "",
        "ip_address": "203.0.113.7",
        "browser": BROWSER,
        "wants_replies_by_email": False,
    }
    assert (second["status"], second["email"], second["name"]) == ("spam", ADDRESS.upper(), "Q. V.")
    assert "دری" in result.stdout, "readable"
    assert "Narges" not in result.stdout
    assert "narges" not in result.stdout


def test_mail_that_waits_is_handed_out_and_forgotten(app: Flask, theirs: list[Comment]) -> None:
    known = Correspondent(address_index=theirs[0].address_index, address_sealed=theirs[0].address_sealed)
    db.session.add(known)
    outbox.put(ADDRESS, "A subject", "Words for them.", key="one")
    outbox.put("narges@example.org", "Another", "Words for others.", key="two")
    found = json.loads(run(app, "export-for", ADDRESS).stdout)
    assert found["replies_by_email"]["confirmed_at"] is None
    assert [mail["text"] for mail in found["mails_waiting"]] == ["Words for them."]
    run(app, "forget", ADDRESS, "--yes")
    assert db.session.scalars(select(Correspondent)).all() == []
    assert db.session.scalars(select(Mail.key)).all() == ["two"]
    assert "Nothing is stored" in run(app, "export-for", ADDRESS, code=1).stderr


def test_who_wrote_nothing_but_waits_for_mail_is_forgotten_too(app: Flask) -> None:
    outbox.put(ADDRESS, "A subject", "Words.", key="one")
    assert "Made anonymous: 0 comments." in run(app, "forget", ADDRESS, "--yes").output
    assert db.session.scalars(select(Mail)).all() == []


def test_every_column_about_the_commenter_is_handed_out() -> None:
    ours = {"id", "article_id", "parent_id", "created_at", "edited_at", "status", "status_since", "reasons", "name"}
    ours |= {"website", "address_sealed", "text", "language", "ip_sealed", "user_agent"}
    ours |= {"wants_replies"}
    # Made from what is handed out, or empty on a reader's comment.
    made = {"address_index", "network_index", "fingerprint", "hue", "html", "sanitizer_version", "user_id"}
    # What the reasons to hold it, which are handed out, rest on.
    made |= {"verdict", "evidence", "taught"}
    # Whether the classifier has learned it, and when somebody else was told of it.
    made |= {"taught", "told_at"}
    assert set(Comment.__table__.columns.keys()) == ours | made


def test_what_no_key_fits_is_handed_out_as_such(app: Flask, theirs: list[Comment]) -> None:
    theirs[0].address_sealed = seal("x")[:-4] + b"xxxx"
    assert "(cannot be read: no key fits)" in run(app, "export-for", ADDRESS).stdout
