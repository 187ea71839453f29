"""What is too much for a person to have filled in is refused, before it costs anything."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest

from blog.comments.models import Comment
from blog.tools.database import db
from tests.factories import make_article
from tests.pages import Client

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def reply(reader: dict[str, str]) -> dict[str, Any]:
    return {**reader, "article": make_article().id, "comment": "A few words."}


def stored() -> int:
    return db.session.query(Comment).count()


def test_a_megabyte_of_comment_is_refused_before_it_is_read(client: Client, reply: dict[str, Any]) -> None:
    answer = client.post("/comments", data=reply | {"comment": "x" * 1_000_000})
    assert answer.status_code == 413
    assert "A comment may have 8,000 characters" in answer.text
    assert stored() == 0


def test_a_form_that_does_not_say_its_length_is_refused(client: Client, reply: dict[str, Any]) -> None:
    body = io.BytesIO(urlencode(reply).encode())
    # As the server hands over what comes in chunks.
    chunked = {"wsgi.input": body, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = client.post("/comments", content_type=FORM, environ_overrides=chunked)
    assert answer.status_code == 411
    assert stored() == 0


def test_ten_thousand_fields_are_refused(client: Client, reply: dict[str, Any]) -> None:
    answer = client.post("/comments", data=reply | {f"field{number}": "" for number in range(10_000)})
    assert answer.status_code == 413
    assert stored() == 0


def test_one_field_ten_thousand_times_is_refused(client: Client, reply: dict[str, Any]) -> None:
    answer = client.post("/comments", data=reply | {"field": ["x"] * 10_000})
    assert answer.status_code == 413
    assert stored() == 0


def test_a_thousand_parts_are_refused(client: Client, reply: dict[str, Any]) -> None:
    parts = reply | {f"part{number}": "" for number in range(1000)}
    answer = client.post("/comments", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert stored() == 0


def test_a_part_that_never_ends_is_refused(client: Client) -> None:
    body = b"--edge\r\nContent-Disposition: form-data; name=comment\r\n\r\n" + b"x" * 200_000
    answer = client.post("/comments", data=body, content_type="multipart/form-data; boundary=edge")
    assert 400 <= answer.status_code < 500
    assert stored() == 0


@pytest.mark.parametrize(
    "kind", [FORM, "multipart/form-data", "multipart/form-data; boundary=", "text/xml", "a/b/c", ""]
)
@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"=&" * 50, b"%" * 1000, b"--\r\n" * 500])
def test_a_body_that_is_no_form_is_refused(client: Client, kind: str, body: bytes) -> None:
    assert 400 <= client.post("/comments", data=body, content_type=kind).status_code < 500


@pytest.mark.parametrize("length", ["-1", "x", "99999999999999999999", "1e3", "0x10", " 5"])
def test_a_length_that_is_none_does_no_harm(client: Client, length: str) -> None:
    answer = client.post("/comments", content_type=FORM, environ_overrides={"CONTENT_LENGTH": length})
    assert 400 <= answer.status_code < 500


def test_a_form_as_large_as_people_fill_in_is_taken(client: Client, reply: dict[str, Any]) -> None:
    widest = "\U0001f60a" * 8000
    answer = client.post("/comments", data=reply | {"comment": widest})
    assert answer.status_code == 303
    assert db.session.query(Comment).one().text == widest
