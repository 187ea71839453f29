"""The site behind nginx."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import nginx
from tests.live import Site
from tests.nginx import Front


@pytest.fixture(scope="module")
def whole_front(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx, which a machine may not have and CI has, in front of a site: once, as both take seconds to start."""
    if nginx.program() is None:
        if os.environ.get("REQUIRE_NGINX") == "1":
            pytest.fail("REQUIRE_NGINX is set and no nginx is installed.")
        pytest.skip("No nginx is installed: the example in deploy/ is not tried.")
    instance = tmp_path_factory.mktemp("behind-nginx")
    for file in ("secrets.toml", "blog.sqlite3"):
        shutil.copy(migrated_sqlite / file, instance)
    site = Site(instance, "")
    site.start()
    try:
        with nginx.in_front_of(site, tmp_path_factory.mktemp("nginx")) as front:
            yield front
    finally:
        if site.process.poll() is None:
            site.stop()


@pytest.fixture
def front(whole_front: Front) -> Front:
    """nginx in front of a site that answers; a test before may have stopped it."""
    if whole_front.site.process.poll() is not None:
        whole_front.site.start()
    return whole_front
