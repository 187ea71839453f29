"""A real browser, which reads addresses as browsers do, stays on the site after signing in by a bad link."""

from urllib.parse import quote

import pytest

from tests.factories import make_user
from tests.journeys.conftest import Visitor, on_sqlite

SAMPLE = (
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "\x01//evil.example",
    "http://127.0.0.1@evil.example/",
    "/.//evil.example",
    "javascript:alert(1)",
)


@on_sqlite
@pytest.mark.parametrize("next_page", SAMPLE, ids=ascii)
def test_the_browser_stays_here(visitor: Visitor, next_page: str) -> None:
    user = make_user()
    visitor.sign_in(user, "/login?next=" + quote(next_page, safe=""))
    assert visitor.page.url.startswith(f"{visitor.site.url}/"), visitor.page.url
