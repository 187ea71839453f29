"""Where the files of a picture are served, and how an article names it."""

import re

from blog.media.models import Picture
from blog.tools.markdown import PICTURE_SCHEME


def file_address(picture: Picture, width: int) -> str:
    """Address of the file of `picture` that is `width` pixels wide."""
    return f"/media/{picture.name}-{width}.webp"


def srcset(picture: Picture) -> str:
    """All files of `picture`, as the `srcset` attribute wants them."""
    return ", ".join(f"{file_address(picture, width)} {width}w" for width in picture.widths)


def middle_address(picture: Picture) -> str:
    """Address of the file for browsers that do not choose: the widest of at most 960 pixels, or the smallest."""
    fitting = [width for width in picture.widths if width <= 960]
    return file_address(picture, max(fitting, default=picture.widths[0]))


def markdown_line(picture: Picture) -> str:
    """What an author writes into the text to show `picture` there."""
    caption = " ".join(part for part in (picture.caption, picture.credit) if part)
    title = f' "{_escaped(caption)}"' if caption else ""
    return f"![{_escaped(picture.alt)}]({PICTURE_SCHEME}{picture.id}{title})"


def _escaped(text: str) -> str:
    return re.sub(r'([\\\[\]"*_`<&])', r"\\\1", text)
