"""Browsers have names that people know."""

import pytest

from blog.accounts.models import BROWSER_LENGTH
from blog.tools.browsers import browser_name

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
KNOWN = {
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36": "Chrome on Linux",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0": "Edge on Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/138.0 Safari/537.36 OPR/122.0": "Opera on Windows",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/140.0.0.0 Safari/537.36": "Chrome on ChromeOS",
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    f"Mozilla/5.0 (Linux; Android 15; SM-S931B) {WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox on macOS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 "
    "Safari/605.1.15": "Safari on macOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 "
    "Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/143.0 "
    "Mobile/15E148 Safari/605.1.15": "Firefox on iPad",
}


@pytest.mark.parametrize(("user_agent", "name"), KNOWN.items(), ids=KNOWN.values())
def test_a_browser_is_called_what_people_call_it(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name


@pytest.mark.parametrize("user_agent", ["", "curl/8.5.0", "<script>", "نرم‌افزار", "x" * 1_000_000, "\0\r\n"])
def test_what_tells_nothing_is_unknown(user_agent: str) -> None:
    assert browser_name(user_agent) == "Unknown browser"


def test_the_longest_name_has_room() -> None:
    assert len(browser_name("SamsungBrowser/ CrOS Android")) <= BROWSER_LENGTH
    assert len(browser_name("CrOS")) <= BROWSER_LENGTH
