"""JPEGs that no encoder writes, made by hand of what Pillow's has written."""

import io
import struct

from PIL import Image

FRAME, SCAN, END = b"\xff\xc0", b"\xff\xda", b"\xff\xd9"


def in_one_scan_a_channel(side: int, scans: int = 3) -> bytes:
    """A square of three channels of full size, which is not progressive, with so many of its three scans."""
    head, _, rest = _grey(side).partition(FRAME)
    _, _, rest = rest.partition(b"\xff\xc4")
    tables, _, rest = rest.partition(SCAN)
    shades = rest[8:].removesuffix(END)
    channels = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    frame = FRAME + struct.pack(">HBHHB", 17, 8, side, side, 3) + channels
    parts = (SCAN + bytes([0, 8, 1, number, 0, 0, 63, 0]) + shades for number in range(1, scans + 1))
    return head + frame + b"\xff\xc4" + tables + b"".join(parts) + END


def with_last_scan_repeated(times: int) -> bytes:
    """A small progressive JPEG whose last refinement comes so many times more."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", progressive=True)
    whole = out.getvalue().removesuffix(END)
    return whole + whole[whole.rindex(SCAN) :] * times + END


def _grey(side: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (side, side), 128).save(out, "JPEG")
    return out.getvalue()
