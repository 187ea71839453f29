"""The running server says, once, when it sends a page that it has in memory."""

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.live import PATIENCE, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "instance", "")
    site.start()
    yield site
    site.kill()


def ask(site: Site, headers: dict[str, str]) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.request("GET", "/", headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_each_answer_has_one_date_and_that_is_now(site: Site) -> None:
    tag = ""
    for status in (200, 200, 304):
        before = datetime.now(UTC) - timedelta(seconds=1)
        answer = ask(site, {"If-None-Match": tag} if status == 304 else {})
        tag = answer.headers["ETag"]
        assert answer.status == status
        [date] = answer.headers.get_all("Date", [])
        assert before <= parsedate_to_datetime(date) <= datetime.now(UTC)
