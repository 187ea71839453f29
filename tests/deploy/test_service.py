"""The site as deploy/meridian.service has systemd start it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import ROOT, Site

# systemd's own, where a service says nothing.
UMASK = "0022"


@pytest.fixture
def started_site(tmp_path: Path) -> Iterator[Site]:
    """A new site that runs under the service's umask."""
    said = re.search(r"(?m)^UMask=(\d+)$", (ROOT / "deploy" / "meridian.service").read_text())
    before = os.umask(int(said[1] if said else UMASK, 8))
    site = Site(tmp_path / "instance", "")
    try:
        site.start()
        yield site
        site.stop()
    finally:
        os.umask(before)


def test_no_other_account_of_the_machine_reads_what_the_site_writes(started_site: Site) -> None:
    written = [started_site.instance, *started_site.instance.rglob("*")]
    assert started_site.instance / "blog.sqlite3" in written
    assert [file.name for file in written if file.stat().st_mode & 0o077] == []
