"""How a JPEG is laid out, as far as that decides what decoding it costs."""

import re
from collections.abc import Iterator
from itertools import islice

# Encoders write about ten scans, and 18 for print. Each costs the decoder a walk through the whole picture, however few
# bytes it has: 20 ms for 12 megapixels, so 10 MB of them hours.
MOST_SCANS = 64
# A colour profile may have 255, and each scan a few. Each costs some microseconds, so 10 MB of empty ones many seconds.
MOST_SEGMENTS = 1000

_BEGINNING = b"\xff\xd8\xff"
# A marker behind which a segment stands that says its own length, or the picture's end. What else begins with FF is a
# byte of the pixels (00), a place to go on from after damage (D0 to D7), a beginning (D8) or fills a gap (FF). The
# decoder passes over markers under C0, or gives up at them.
_MARKER = re.compile(rb"\xff([\xc0-\xcf\xd9-\xfe])")
_END = b"\xd9"
_SCAN = b"\xda"
# In bytes, of what says how long a segment is; it counts itself.
_LENGTH = 2


class TooManyParts(ValueError):
    """The file has more scans or segments than any encoder writes."""


def channels_by_scan(content: bytes) -> list[int]:
    """Of each scan of the JPEG `content` how many channels it holds; none of another kind. Raises TooManyParts."""
    if not content.startswith(_BEGINNING):
        return []
    segments = list(islice(_segments(content), MOST_SEGMENTS + 1))
    scans = [content[at + _LENGTH] for kind, at in segments if kind == _SCAN and at + _LENGTH < len(content)]
    if len(segments) > MOST_SEGMENTS or len(scans) > MOST_SCANS:
        raise TooManyParts
    return scans


def _segments(content: bytes) -> Iterator[tuple[bytes, int]]:
    """The kind of each segment up to the picture's end, and where what it says begins.

    They are found where the decoder finds them, so that none hides a scan from here: inside of segments, as where a
    camera keeps its small picture, there are none.
    """
    at = 0
    while (marker := _MARKER.search(content, at)) and marker[1] != _END:
        yield marker[1], marker.end()
        at = marker.end() + max(_LENGTH, int.from_bytes(content[marker.end() : marker.end() + _LENGTH]))
