"""The codings in which a page is sent: as it is, or compressed for browsers that say they can read that."""

import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

PLAIN = ""
BROTLI = "br"
GZIP = "gzip"

# Measured on an article with 100 comments: one step more costs as much again for half a percent.
_BROTLI_QUALITY = 5
# 128 KB, as a power of two: hardly a page is longer, and the usual four megabytes cost a sixth more time.
_BROTLI_WINDOW = 17
_GZIP_LEVEL = 6
# For zlib: with the head and the end of a gzip file.
_GZIP_WINDOW = 16 + zlib.MAX_WBITS

_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    BROTLI: lambda body: brotli.compress(body, brotli.MODE_TEXT, _BROTLI_QUALITY, _BROTLI_WINDOW),
    GZIP: lambda body: zlib.compress(body, _GZIP_LEVEL, _GZIP_WINDOW),
    PLAIN: lambda body: body,
}
_DECOMPRESS: dict[str, Callable[[bytes], bytes]] = {
    BROTLI: brotli.decompress,
    GZIP: lambda body: zlib.decompress(body, _GZIP_WINDOW),
    PLAIN: lambda body: body,
}


@lru_cache(maxsize=256)
def choose(accepted: str) -> str:
    """The coding for a browser with this Accept-Encoding: the smallest that it names."""
    codings = parse_accept_header(accepted, Accept)
    return next((coding for coding in (BROTLI, GZIP) if codings.quality(coding) > 0), PLAIN)


def compress(body: bytes, coding: str) -> bytes:
    """`body` in `coding`."""
    return _COMPRESS[coding](body)


def decompress(body: bytes, coding: str) -> bytes:
    """What `compress` was given."""
    return _DECOMPRESS[coding](body)
