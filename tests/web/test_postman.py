"""The running server sends its mail by itself, each once, and stops when it is told to."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from blog.tools import outbox
from blog.tools.database import db
from blog.tools.outbox import SENT, Mail
from tests.factories import make_article, make_comment
from tests.faults.conftest import inside
from tests.live import PATIENCE, Site
from tests.mailbox import Mailbox


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def site(tmp_path: Path, mailbox: Mailbox) -> Iterator[Site]:
    site = Site(tmp_path / "instance", "")
    site.variables |= {"BLOG_MAIL_SERVER": "127.0.0.1", "BLOG_MAIL_PORT": str(mailbox.port)}
    site.variables |= {"BLOG_MAIL_SENDER": "desk@news.example"}
    yield site
    site.kill()


def test_what_waits_goes_when_the_site_is_visited_and_what_is_put_goes_at_once(site: Site, mailbox: Mailbox) -> None:
    site.start()
    with inside(site):
        make_comment(make_article())
        for number in range(5):
            outbox.put("narges@example.org", f"Number {number}", "Words.", key=str(number))
        db.session.commit()
    # Whichever of the two processes it is that answers, it has looked a moment ago; what it puts itself wakes it.
    with urlopen(f"{site.url}/comments/mine", urlencode({"email": "dara@example.org"}).encode(), PATIENCE) as answer:  # noqa: S310  our own address
        assert answer.url.endswith("/comments/mine/asked")
    latest = time.monotonic() + PATIENCE
    with inside(site):
        while (states := list(db.session.scalars(select(Mail.state)))) != [SENT] * 6:
            assert time.monotonic() < latest, states
            db.session.rollback()
            time.sleep(0.05)
    site.stop()
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == len(mailbox.mails) == 6
