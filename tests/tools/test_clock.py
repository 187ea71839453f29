"""Times are stored in UTC and typed and shown in the site's time zone."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from blog.tools.clock import from_local, local


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_what_is_typed_is_meant_in_the_site_s_time_zone(app: Flask) -> None:
    moment = from_local(datetime(2026, 8, 31, 14, 32))  # noqa: DTZ001  as a form gives it
    assert moment == datetime(2026, 8, 31, 11, 2, tzinfo=UTC)
    assert f"{local(moment):%H:%M}" == "14:32"


@pytest.mark.settings(TIMEZONE="Europe/Lisbon")
def test_in_the_hour_that_comes_twice_the_first_is_meant(app: Flask) -> None:
    assert from_local(datetime(2026, 10, 25, 1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # noqa: DTZ001
