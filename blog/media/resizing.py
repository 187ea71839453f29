"""From an uploaded file to a picture that is safe to serve: upright, in sRGB, with nothing in it but pixels."""

import struct
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# Kinds that are read, by their content; what the file is called counts for nothing.
KINDS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 10 * 1000 * 1000
MOST_PIXELS = 40_000_000
# WebP has no room for sides over 16,383 pixels, and nobody means a picture so narrow.
NARROWEST = 10
QUALITY = 80

# Pillow's own check, in case one of its plugins decodes while it opens.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# A picture of 40 megapixels takes some 160 MB while it is decoded: one at a time in each process.
_decoding = Lock()

_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's decoders raise for a file that breaks off or contradicts itself.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)


class Unusable(ValueError):
    """The file cannot be used; the message says what to choose instead."""


def decode(content: bytes, widest: int) -> Image.Image:
    """The first picture in `content`, upright, as sRGB, at least `widest` pixels wide if it was. Raises Unusable."""
    if not content:
        raise Unusable("Choose a file")
    if len(content) > LARGEST_FILE:
        raise Unusable(f"This file is {_megabytes(len(content))} MB. Choose one under 10 MB")
    try:
        image = Image.open(BytesIO(content), formats=KINDS)
        _check_size(image)
        with _decoding:
            # A JPEG can be decoded at a half, a quarter or an eighth of its size, which is quicker.
            image.draft(None, (widest, widest))
            image.load()
            return _plain(image)
    except _BOMB:
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise Unusable("Use a JPEG, PNG or WebP file") from None
    except Unusable:
        raise
    except _DAMAGE:
        raise Unusable("This file is damaged. Choose another") from None


def in_width(image: Image.Image, width: int) -> bytes:
    """`image` as a WebP file `width` pixels wide."""
    height = max(1, round(image.height * width / image.width))
    return _webp(image if width == image.width else image.resize((width, height), reducing_gap=3.0))


def square(image: Image.Image, side: int) -> bytes:
    """The middle of `image` as a square WebP file of `side` pixels."""
    return _webp(ImageOps.fit(image, (side, side)))


def _check_size(image: Image.Image) -> None:
    """Look at the size in the file's head, before anything is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if max(image.size) > NARROWEST * min(image.size):
        raise Unusable("This picture is too long and narrow. Crop it, then choose it again")


def _too_many_pixels() -> Unusable:
    return Unusable(f"This picture has too many pixels. Choose one under {MOST_PIXELS // 1_000_000} megapixels")


def _plain(image: Image.Image) -> Image.Image:
    """`image` as RGB, or RGBA where parts are transparent, without place, camera and all else that it carried."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        # 16 bits a pixel: Pillow would cut off what is over 255 instead of scaling it.
        upright = upright.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    profile = upright.info.get("icc_profile")
    target = "RGBA" if upright.has_transparency_data else "RGB"
    plain = _in_srgb(upright, profile) if profile else None
    plain = (plain or upright).convert(target)
    plain.info.clear()
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image | None:
    """`image` converted from its own colour profile, or None where that one is of no use."""
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return None
    mode = image.mode if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, *_DAMAGE):
        return None


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
