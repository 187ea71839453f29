"""Where the files of a picture are served, and how an article names it."""

import re
from typing import NamedTuple

from blog.media.models import Picture, file_name, widths_up_to
from blog.tools.markdown import PICTURE_SCHEME


class PictureFiles(NamedTuple):
    """What of a picture its addresses are made from, where the rest of it is not needed."""

    name: str
    width: int
    height: int

    @property
    def widths(self) -> list[int]:
        """The widths in pixels that there is a file of, rising; the last is `width`."""
        return widths_up_to(self.width)


def file_address(picture: Picture | PictureFiles, width: int) -> str:
    """Address of the file of `picture` that is `width` pixels wide."""
    return f"/media/{file_name(picture.name, width)}"


def srcset(picture: Picture | PictureFiles) -> str:
    """All files of `picture`, as the `srcset` attribute wants them."""
    return ", ".join(f"{file_address(picture, width)} {width}w" for width in picture.widths)


def middle_address(picture: Picture | PictureFiles) -> str:
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
