"""The site behind nginx."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import nginx
from tests.live import Site
from tests.nginx import Front


@pytest.fixture
def front(instance: Path, migrated_sqlite: Path, tmp_path: Path) -> Iterator[Front]:
    """nginx, which a machine may not have and CI has, in front of a site that answers."""
    if nginx.program() is None:
        if os.environ.get("REQUIRE_NGINX") == "1":
            pytest.fail("REQUIRE_NGINX is set and no nginx is installed.")
        pytest.skip("No nginx is installed: the example in deploy/ is not tried.")
    shutil.copy(migrated_sqlite / "blog.sqlite3", instance)
    site = Site(instance, "")
    site.start()
    try:
        with nginx.in_front_of(site, tmp_path) as front:
            yield front
    finally:
        if site.process.poll() is None:
            site.stop()
