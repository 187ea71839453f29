"""Nobody but the newsroom's admins learns the address of a commenter, or where a comment came from.

Not from a page, a header, the log or the raw files.
"""

import base64
import contextvars
import hashlib
import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, text

from blog.comments.models import APPROVED, Comment
from blog.tools.database import db
from blog.tools.outbox import Mail
from blog.web.template_helpers import article_url
from tests.newsroom import Newsroom
from tests.pages import Client, sign_in

ADDRESS = "Marked.Needle@hay-stack.example"
IPS = ("203.0.113.77", "2001:db8:77:77:77::77")
# What leads from HTML and style sheets to more of the site.
LINKS = re.compile(r"""(?:href|src|action|formaction)="([^"]+)"|url\(["']?([^"')]+)|([^\s",]+) \d+w""")


# Nothing listens there: all mail waits in the outbox, where it is to be found by whoever looks for it.
@pytest.mark.settings(MAIL_SERVER="127.0.0.1", MAIL_PORT=1, MAIL_SENDER="desk@news.example")
def test_nobody_learns_the_address_of_a_commenter(
    app: Flask, client: Client, newsroom: Newsroom, instance: Path, log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    own_page = _reply(client, newsroom, "Held until somebody reads it.")
    first = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
    assert first is not None
    first.status = APPROVED
    _reply(client, newsroom, "Published at once.")
    _reply(client, newsroom, "")
    client.post("/comments/mine", data={"email": ADDRESS})
    db.session.commit()
    contextvars.Context().run(app.extensions["postman"].go_round)
    assert {key.partition(" ")[0] for key in db.session.scalars(select(Mail.key))} == {"own", "confirm"}

    # Not the commenter, whose browser holds the details.
    crawler = app.test_client()
    seen = dict(
        _everything_from(crawler, ["/", "/robots.txt", "/ticker.json", "/healthz", own_page, *newsroom.own_paths])
    )
    assert any("Published at once." in content.decode("utf-8", "replace") for content in seen.values())
    assert any("Held until somebody reads it." in content.decode("utf-8", "replace") for content in seen.values())
    assert len(seen) > 30, "the crawler has met the whole site"

    logged = log.getvalue() + capsys.readouterr().out
    for where, content in {**seen, "the log": logged.encode(), **dict(_raw_files(instance))}.items():
        in_small_letters = content.lower()
        for trace in TRACES:
            assert trace not in in_small_letters, f"{trace!r} is in {where}"
    assert "/comments" in logged


def test_only_admins_learn_where_a_comment_came_from(
    app: Flask,
    client: Client,
    newsroom: Newsroom,
    instance: Path,
    log: io.StringIO,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own_pages = []
    for number, ip in enumerate(IPS):
        client.environ_base |= {"REMOTE_ADDR": ip, "HTTP_USER_AGENT": "Needle/7.7 (Haystack)"}
        own_pages.append(_reply(client, newsroom, f"Held until somebody reads reply {number}."))
    seen = dict(_everything_from(app.test_client(), ["/", *own_pages, *newsroom.own_paths]))
    desk = app.test_client()
    sign_in(desk, newsroom.author)
    seen |= dict(_everything_from(desk, ["/desk/articles", "/desk/profile", *own_pages]))
    for number, ip in enumerate(IPS):
        held = f"Held until somebody reads reply {number}.".encode()
        assert any(held in content for content in seen.values()), f"the crawler has not met the reply from {ip}"
    logged = log.getvalue() + capsys.readouterr().out
    traces = [trace for ip in IPS for trace in (ip.encode(), *_digests(ip.encode()))]
    for where, content in {**seen, "the log": logged.encode()}.items():
        for trace in (*traces, b"Needle/7.7"):
            assert trace not in content, f"{trace!r} is in {where}"
    for where, content in _raw_files(instance):
        for trace in traces:
            assert trace not in content, f"{trace!r} is in {where}"

    office = app.test_client()
    sign_in(office, newsroom.admin)
    cards = [card for card in office.page("/admin/comments").all(class_="qitem") if "Needle" in card.text]
    origins = [[one.text for one in card.one("details", class_="origin").all("dd")] for card in cards]
    assert sorted(origins) == sorted([ip, "Needle/7.7 (Haystack)"] for ip in IPS)


@pytest.fixture
def log(app: Flask) -> Iterator[io.StringIO]:
    """All that the site logs beside the requests, and more than it would: down to the statements for the database."""
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield output
    root.removeHandler(handler)
    root.setLevel(level)


def _reply(client: Client, newsroom: Newsroom, comment: str) -> str:
    """Reply through the form, the details kept for the next time; where that led."""
    page = client.page(article_url(newsroom.article))
    ticks = {name: True for name in ("remember", "replies") if page.all("input", name=name)}
    answer = client.press(page, "Post Comment", comment=comment, author="Needle", email=ADDRESS, **ticks)
    assert answer.status_code == (303 if comment else 422)
    return answer.location if comment else ""


def _everything_from(client: Client, starts: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each address that a crawler reaches, with the headers and the body that it gets."""
    waiting, met = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        yield address, str(answer.headers).encode() + answer.data
        if answer.mimetype not in ("text/html", "text/css"):
            continue
        for found in LINKS.findall(answer.text):
            url = urlsplit(urljoin(f"http://localhost{address}", "".join(found).replace("&amp;", "&")))
            path = url.path + (f"?{url.query}" if url.query else "")
            if url.netloc == "localhost" and url.scheme == "http" and path not in met:
                met.add(path)
                waiting.append(path)


def _raw_files(instance: Path) -> Iterator[tuple[str, bytes]]:
    folders = [instance]
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
            data = Path(connection.scalar(text("SHOW data_directory")) or "")
            oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        folders = [instance, data / "base" / str(oid), data / "pg_wal"]
    else:
        assert (instance / "blog.sqlite3-wal").stat().st_size
    for folder in folders:
        yield from ((str(file), file.read_bytes()) for file in folder.rglob("*") if file.is_file())


def _traces() -> list[bytes]:
    """The address in every form that would give it away, in lower case."""
    forms = {ADDRESS, ADDRESS.lower(), ADDRESS.partition("@")[0] + "@" + ADDRESS.partition("@")[2].lower()}
    traces = [b"marked.needle", b"hay-stack", b"marked%2eneedle"]
    for form in (one.encode() for one in forms):
        traces += [base64.b64encode(form).rstrip(b"=")[:-2], form.hex().encode(), *_digests(form)]
    return [trace.lower() for trace in traces]


def _digests(form: bytes) -> Iterator[bytes]:
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(algorithm, form).digest()
        yield from (digest, digest.hex().encode(), base64.b64encode(digest)[:20])


TRACES = _traces()
