"""Nobody but the newsroom learns the address of a commenter: not from a page, a header, the log or the raw files."""

import base64
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
from blog.web.template_helpers import article_url
from tests.newsroom import Newsroom
from tests.pages import Client

ADDRESS = "Marked.Needle@hay-stack.example"
# What leads from HTML and style sheets to more of the site.
LINKS = re.compile(r"""(?:href|src|action|formaction)="([^"]+)"|url\(["']?([^"')]+)|([^\s",]+) \d+w""")


def test_nobody_learns_the_address_of_a_commenter(
    app: Flask, client: Client, newsroom: Newsroom, instance: Path, log: io.StringIO
) -> None:
    own_page = _reply(client, newsroom, "Held until somebody reads it.")
    first = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
    assert first is not None
    first.status = APPROVED
    _reply(client, newsroom, "Published at once.")
    _reply(client, newsroom, "")

    # Not the commenter, whose browser holds the details.
    crawler = app.test_client()
    seen = dict(_everything_from(crawler, ["/", "/robots.txt", "/healthz", own_page, *newsroom.own_paths]))
    assert any("Published at once." in content.decode("utf-8", "replace") for content in seen.values())
    assert any("Held until somebody reads it." in content.decode("utf-8", "replace") for content in seen.values())
    assert len(seen) > 30, "the crawler has met the whole site"

    for where, content in {**seen, "the log": log.getvalue().encode(), **dict(_raw_files(instance))}.items():
        for trace in TRACES:
            assert trace not in content.lower(), f"{trace!r} is in {where}"
    assert "/comments" in log.getvalue()


@pytest.fixture
def log(app: Flask) -> Iterator[io.StringIO]:
    """All that the site writes into its log, and more than it would: down to the statements for the database."""
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    loggers = [logging.getLogger(), logging.getLogger("blog.access")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield output
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def _reply(client: Client, newsroom: Newsroom, comment: str) -> str:
    """Reply through the form, the details kept for the next time; where that led."""
    page = client.page(article_url(newsroom.article))
    answer = client.press(page, "Post Comment", comment=comment, author="Needle", email=ADDRESS, remember=True)
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
        traces += [base64.b64encode(form).rstrip(b"=")[:-2], form.hex().encode()]
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(algorithm, form).digest()
            traces += [digest, digest.hex().encode(), base64.b64encode(digest)[:20]]
    return [trace.lower() for trace in traces]


TRACES = _traces()
