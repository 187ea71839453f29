"""From an uploaded file to a picture that is safe to serve: upright, in sRGB, with nothing in it but pixels."""

import math
import struct
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from blog.media.scanning import TooManyParts, channels_by_scan

# Kinds that are read, by their content; what the file is called counts for nothing.
KINDS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 10 * 1000 * 1000
MOST_PIXELS = 50_000_000
# WebP has no room for sides over 16,383 pixels, and nobody means a picture so narrow.
NARROWEST = 10
# A picture that would still have more pixels than this in its greatest width is made narrower.
MOST_KEPT = 6_000_000
QUALITY = 80

# What decoding may take in bytes, so that a worker grows by less than 150 MB whatever is uploaded.
MOST_MEMORY = 120_000_000
# What Pillow takes for each pixel, measured with Pillow 12: pixels lie in 4 bytes, and WebP is decoded by way of two
# canvases and a copy. A JPEG whose pixels come in more than one scan is held as coefficients, 2 bytes for each channel,
# before it is scaled.
_PIXEL = 4
_WEBP_PIXEL = 16
_COEFFICIENT = 2
# Of the ways to turn a picture that Exif names, the first that swaps its sides.
_FIRST_SIDEWAYS = 5
# Rows that are worked on at a time, so that there is never a second copy of the whole.
_BAND = 256

# Pillow's own check, in case one of its plugins decodes while it opens.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's decoders raise for a file that breaks off or contradicts itself.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)


class Unusable(ValueError):
    """The file cannot be used; the message says what to choose instead."""


def decode(content: bytes, widest: int) -> Image.Image:
    """The first picture in `content`, upright, as sRGB, at most `widest` pixels wide. Raises Unusable."""
    if not content:
        raise Unusable("Choose a file")
    if len(content) > LARGEST_FILE:
        raise Unusable(f"This file is {_megabytes(len(content))} MB. Choose one under 10 MB")
    try:
        scans = channels_by_scan(content)
        image = Image.open(BytesIO(content), formats=KINDS)
        _check_sides(image)
        coefficients = _coefficients(image, scans) if isinstance(image, JpegImageFile) else 0
        # A JPEG can be decoded at a half, a quarter or an eighth of its size.
        image.draft(None, (widest, widest))
        _check_memory(image, coefficients, widest)
        image.load()
        return _plain(_resized(image, _smaller(image, widest)))
    except _BOMB:
        raise _too_many_pixels() from None
    except TooManyParts:
        raise Unusable("This JPEG is stored in too many passes. Save it again, then choose it once more") from None
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


def _check_sides(image: Image.Image) -> None:
    """Look at the size in the file's head, before anything is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if max(image.size) > NARROWEST * min(image.size):
        raise Unusable("This picture is too long and narrow. Crop it, then choose it again")


def _coefficients(image: JpegImageFile, scans: list[int]) -> float:
    """How many coefficients of a JPEG are held at once, where its scans hold so many channels each."""
    if scans == [len(image.layer)] and not image.info.get("progressive"):
        return 0
    # The channels for colour are mostly kept at a half or a quarter of the size.
    samples = [across * down for _, across, down, _ in image.layer]
    return image.width * image.height * sum(samples) / max([1, *samples])


def _check_memory(image: Image.Image, coefficients: float, widest: int) -> None:
    """Refuse what takes too much memory: so many coefficients, decoded at the size of `image`, for `widest`."""
    decoded = image.width * image.height * (_WEBP_PIXEL if image.format == "WEBP" else _PIXEL)
    # Whether it stands upright is known only once it is decoded, so this is for the worse case.
    narrow = min(1.0, widest / min(image.size)) * image.width * image.height * _PIXEL
    if decoded + _COEFFICIENT * coefficients + narrow > MOST_MEMORY:
        raise _too_many_pixels()


def _smaller(image: Image.Image, widest: int) -> tuple[int, int]:
    """The size, as it lies in the file, that makes `image` `widest` pixels wide once it is upright, if it is wider."""
    sideways = image.getexif().get(ExifTags.Base.Orientation, 1) >= _FIRST_SIDEWAYS
    width, height = (image.height, image.width) if sideways else image.size
    scale = min(1.0, widest / width, math.sqrt(MOST_KEPT / (width * height)))
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _too_many_pixels() -> Unusable:
    return Unusable("This picture has too many pixels. Make it half as wide, then choose it again")


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`image` in a mode that can be resized, first made narrow, then low."""
    narrow: Image.Image | None = None
    for top in range(0, image.height, _BAND):
        bottom = min(top + _BAND, image.height)
        band = _resizable(image.crop((0, top, image.width, bottom))).resize((size[0], bottom - top))
        narrow = narrow or Image.new(band.mode, (size[0], image.height))
        narrow.paste(band, (0, top))
    assert narrow is not None  # noqa: S101  no picture is 0 pixels high
    narrow.info = dict(image.info)
    # Nothing but what is left is needed from here on.
    image.close()
    return narrow if size[1] == narrow.height else narrow.resize(size)


def _resizable(image: Image.Image) -> Image.Image:
    """`image` with full colours or shades, still by its own colour profile."""
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow would cut off what is over 255 instead of scaling it.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _plain(image: Image.Image) -> Image.Image:
    """`image` as RGB, or RGBA where parts are transparent, without place, camera and all else that it carried."""
    upright = ImageOps.exif_transpose(image)
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
