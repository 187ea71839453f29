"""Where a browser goes: as much of the WHATWG URL Standard as decides which host an address leads to."""

import re
from urllib.parse import urljoin

SPECIAL = ("http", "https", "ws", "wss", "ftp", "file")


def host_of(location: str, base: str = "http://news.example.org/login") -> str:
    """The scheme and host that a browser at `base` asks when it is sent to `location`: "http://news.example.org"."""
    # Controls and spaces at the ends, and tabs and line ends anywhere, are not there for a browser.
    address = re.sub(r"[\t\n\r]", "", location.strip("".join(map(chr, range(0x21)))))
    home = urljoin(base, "/").rstrip("/")
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if not colon or not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        scheme, rest = home.partition(":")[0], address
        if not re.match(r"[/\\]{2}", rest):
            return home
    elif scheme not in SPECIAL:
        return f"{scheme}:"
    elif scheme == home.partition(":")[0] and not re.match(r"[/\\]{2}", rest):
        # "http:evil.example" is a path where the page itself is http.
        return home
    authority = re.split(r"[/\\?#]", rest.lstrip("/\\"), maxsplit=1)[0]
    return f"{scheme}://{authority.rpartition('@')[2].lower()}"
