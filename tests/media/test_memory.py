"""What a picture costs the worker that takes it in: less than 150 MB, whatever is uploaded."""

import io
from typing import Any

import pytest
from PIL import Image

from blog.media.resizing import Unusable
from blog.media.storing import encode
from tests.media.jpegs import in_one_scan_a_channel
from tests.media.taking_in import cost_of

MOST = 150 * 1024 * 1024
MEGAPIXEL = 1_000_000
# Of each kind, the most megapixels that are taken in as a square.
KINDS: dict[str, tuple[str, str, float, dict[str, Any]]] = {
    "photo": ("JPEG", "RGB", 49, {}),
    "progressive": ("JPEG", "RGB", 25, {"progressive": True}),
    "progressive with full colour": ("JPEG", "RGB", 15, {"progressive": True, "subsampling": 0}),
    "progressive for print": ("JPEG", "CMYK", 11.8, {"progressive": True, "subsampling": 0}),
    "screenshot": ("PNG", "RGB", 22, {}),
    "screenshot with holes": ("PNG", "RGBA", 22, {}),
    "scan": ("PNG", "I;16", 22, {}),
    "web": ("WEBP", "RGB", 6.2, {"method": 0}),
    "web with holes": ("WEBP", "RGBA", 6.2, {"method": 0, "lossless": True}),
}


def picture(size: tuple[int, int], mode: str, kind: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("name", KINDS)
def test_the_largest_picture_of_each_kind_costs_less_than_150_megabytes(name: str) -> None:
    kind, mode, megapixels, options = KINDS[name]
    side = int((megapixels * MEGAPIXEL) ** 0.5)
    assert cost_of(picture((side, side), mode, kind, options)) < MOST


@pytest.mark.parametrize("name", KINDS)
def test_a_larger_one_is_refused_before_it_costs_anything(name: str) -> None:
    kind, mode, megapixels, options = KINDS[name]
    side = int((megapixels * 1.1 * MEGAPIXEL) ** 0.5)
    with pytest.raises(Unusable, match=r"too many pixels\. Make it half as wide"):
        encode(picture((side, side), mode, kind, options))


@pytest.mark.parametrize("size", [(1600, 9000), (9000, 1600)])
def test_a_long_picture_costs_no_more(size: tuple[int, int]) -> None:
    assert cost_of(picture(size, "RGBA", "PNG", {})) < MOST


@pytest.mark.parametrize("scans", [3, 1])
def test_a_jpeg_with_a_scan_for_each_channel_costs_no_more(scans: int) -> None:
    assert cost_of(in_one_scan_a_channel(3800, scans)) < MOST
    with pytest.raises(Unusable, match="too many pixels"):
        encode(in_one_scan_a_channel(7000, scans))
