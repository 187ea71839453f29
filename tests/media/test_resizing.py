"""What becomes of a file that somebody uploads as a picture."""

import contextlib
import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from blog.media.resizing import Unusable, decode, in_width, square
from tests.media.jpegs import in_one_scan_a_channel, with_last_scan_repeated

TURNED = 0x0112


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def halves(mode: str = "RGB") -> Image.Image:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (20, 0, 40, 20))
    return image.convert(mode)


def colour_at(image: Image.Image, x: int, y: int) -> str:
    red, green, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return "red" if red > 200 and blue < 60 else "blue" if blue > 200 and red < 60 else f"{red}, {green}, {blue}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_is_read_by_its_content(kind: str) -> None:
    image = decode(encoded(halves(), kind), 1600)
    assert image.size == (40, 20)
    assert (colour_at(image, 5, 10), colour_at(image, 35, 10)) == ("red", "blue")


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "CMYK"), ("WEBP", "RGBA")])
def test_colours_stay_what_they_are(kind: str, mode: str) -> None:
    image = decode(encoded(halves(mode), kind), 1600)
    assert (colour_at(image, 5, 10), colour_at(image, 35, 10)) == ("red", "blue")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16"])
def test_shades_of_grey_stay_what_they_are(mode: str) -> None:
    white = 65535 if mode == "I;16" else (255, 255) if mode == "LA" else 255
    image = Image.new(mode, (20, 20))
    image.paste(white, (10, 0, 20, 20))
    if mode == "I;16":
        image.putpixel((7, 5), 32768)
    shown = decode(encoded(image, "PNG"), 1600).convert("L")
    assert shown.getpixel((15, 5)) == 255
    if mode == "I;16":
        assert shown.getpixel((7, 5)) == 127


def test_what_is_transparent_stays_so() -> None:
    image = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (10, 0, 20, 20))
    shown = Image.open(io.BytesIO(in_width(decode(encoded(image, "PNG"), 1600), 20)))
    assert shown.mode == "RGBA"
    assert (shown.getpixel((2, 10))[3], shown.getpixel((17, 10))[3]) == (0, 255)  # type: ignore[index]


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[TURNED] = 6
    image = decode(encoded(halves(), "JPEG", exif=exif), 1600)
    assert image.size == (20, 40)
    assert (colour_at(image, 10, 5), colour_at(image, 10, 35)) == ("red", "blue")


def test_nothing_is_told_of_place_camera_or_colour_profile() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (38.0, 43.0, 30.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(halves(), "JPEG", exif=exif, icc_profile=profile, comment=b"Secret words", xmp=b"<x>Secret</x>")
    assert b"Secret" in content
    plain = decode(content, 1600)
    assert plain.info == {}
    written = in_width(plain, 40)
    assert b"Secret" not in written
    assert not {b"EXIF", b"ICCP", b"XMP "} & {written[at : at + 4] for at in range(len(written))}
    assert not Image.open(io.BytesIO(written)).getexif()


def test_a_profile_of_its_own_is_brought_into_srgb() -> None:
    # Red and blue have changed places in this profile.
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(swapped[at : at + 4]): at for at in range(132, 132 + 12 * 20, 12)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    swapped[red + 4 : red + 12], swapped[blue + 4 : blue + 12] = (
        swapped[blue + 4 : blue + 12],
        swapped[red + 4 : red + 12],
    )
    image = decode(encoded(halves(), "PNG", icc_profile=bytes(swapped)), 1600)
    assert (colour_at(image, 5, 10), colour_at(image, 35, 10)) == ("blue", "red")


def test_a_profile_that_is_no_profile_is_left_out() -> None:
    image = decode(encoded(halves(), "PNG", icc_profile=b"nonsense"), 1600)
    assert colour_at(image, 5, 10) == "red"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
    shown = Image.open(io.BytesIO(in_width(decode(content, 1600), 20)))
    assert getattr(shown, "n_frames", 1) == 1
    assert colour_at(shown, 10, 10) == "red"


def test_a_bomb_is_not_even_decoded() -> None:
    for side in (6_400, 60_000):
        head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        with pytest.raises(Unusable, match="too many pixels"):
            decode(_png(head, zlib.compress(bytes(1000))), 1600)


def test_a_jpeg_of_more_scans_than_any_encoder_writes_is_refused() -> None:
    assert decode(with_last_scan_repeated(50), 1600).size == (40, 20)
    with pytest.raises(Unusable, match=r"too many passes\. Save it again"):
        decode(with_last_scan_repeated(100), 1600)


@pytest.mark.parametrize("before", [b"\xff\xdb", b"\xff\xd9"])
def test_a_jpeg_of_more_segments_than_any_encoder_writes_is_refused(before: bytes) -> None:
    head, marker, rest = encoded(halves(), "JPEG").rpartition(before)
    empty = b"\xff\xfe\x00\x02"
    assert decode(head + empty * 500 + marker + rest, 1600).size == (40, 20)
    with pytest.raises(Unusable, match="too many passes"):
        decode(head + empty * 2_000_000 + marker + rest, 1600)


def test_scans_are_counted_in_the_picture_alone() -> None:
    many = with_last_scan_repeated(100)
    exif = Image.Exif()
    exif[0x927C] = many
    for content in (
        encoded(halves(), "JPEG", exif=exif, comment=many),
        encoded(halves(), "JPEG") + many,
        encoded(halves(), "JPEG", restart_marker_blocks=1),
    ):
        assert decode(content, 1600).size == (40, 20)


def test_a_jpeg_with_a_scan_for_each_channel_is_read() -> None:
    image = decode(in_one_scan_a_channel(40), 1600)
    assert (image.size, image.getpixel((20, 20))) == ((40, 40), (128, 128, 128))


def test_a_jpeg_whose_channels_have_no_size_is_refused() -> None:
    with pytest.raises(Unusable, match="damaged"):
        decode(in_one_scan_a_channel(40).replace(b"\x11\x00", b"\x00\x00"), 1600)


def test_a_picture_as_narrow_as_a_thread_is_refused() -> None:
    with pytest.raises(Unusable, match="too long and narrow"):
        decode(encoded(Image.new("RGB", (10, 2000)), "PNG"), 1600)


def test_ten_megabytes_are_the_most() -> None:
    for size, words in ((10_000_001, "10 MB"), (12_340_000, "12.3 MB"), (14_000_000, "14 MB")):
        with pytest.raises(Unusable) as refusal:
            decode(bytes(size), 1600)
        assert str(refusal.value) == f"This file is {words}. Choose one under 10 MB"


@pytest.mark.parametrize("spoil", [lambda whole: whole[: len(whole) // 2], lambda whole: whole[:60] + whole[90:]])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_refused(kind: str, spoil: Callable[[bytes], bytes]) -> None:
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    with pytest.raises(Unusable):
        decode(spoil(encoded(noise, kind)), 1600)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "AVIF"])
def test_other_kinds_are_refused_whatever_they_are_called(kind: str) -> None:
    with pytest.raises(Unusable, match="Use a JPEG, PNG or WebP file"):
        decode(encoded(halves(), kind), 1600)


@settings(max_examples=200)
@given(st.data())
def test_no_file_does_worse_than_be_refused(data: st.DataObject) -> None:
    content = bytearray(encoded(halves(), data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unusable):
        in_width(decode(bytes(content), 1600), 20)


def test_a_large_photo_is_decoded_no_larger_than_needed() -> None:
    image = decode(encoded(Image.new("RGB", (6400, 6000), "red"), "JPEG"), 1600)
    assert image.size == (2133, 2000) or image.size == (3200, 3000) or image.size == (1600, 1500)
    assert image.width >= 1600


def test_a_photo_of_a_person_is_the_middle_as_a_square() -> None:
    image = Image.new("RGB", (300, 100), "blue")
    image.paste("red", (100, 0, 200, 100))
    shown = Image.open(io.BytesIO(square(decode(encoded(image, "PNG"), 144), 144)))
    assert shown.size == (144, 144)
    assert (colour_at(shown, 10, 70), colour_at(shown, 134, 70)) == ("red", "red")


def _png(head: bytes, data: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
