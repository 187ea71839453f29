"""Pictures that authors have uploaded."""

import re
from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from blog.tools.clock import now
from blog.tools.database import Base, UTCDateTime

# Widths in pixels that a picture is kept in, as far as it is that wide itself.
WIDTHS = (480, 960, 1600)

ALT_LENGTH = 300
CAPTION_LENGTH = 300
CREDIT_LENGTH = 120


# What `file_name` gives.
FILE_NAME = re.compile(r"[0-9a-f]{32}-[0-9]{1,5}\.webp")


def file_name(name: str, width: int) -> str:
    """The name of the file of the picture `name` that is `width` pixels wide."""
    return f"{name}-{width}.webp"


class Picture(Base):
    """One picture in several widths; `width` and `height` are those of the widest."""

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Random, so that no reader finds a picture before it is published. Every author may show it.
    name: Mapped[str] = mapped_column(String(32), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(ALT_LENGTH), default="")
    caption: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(String(CREDIT_LENGTH), default="")
    # The person's id. No foreign key: people have a photo, and two tables that refer to each other cannot be filled.
    uploaded_by: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    @property
    def widths(self) -> list[int]:
        """The widths in pixels that there is a file of, rising; the last is `width`."""
        return widths_up_to(self.width)


def widths_up_to(width: int) -> list[int]:
    """The widths in pixels that a picture is kept in whose widest file has `width`, rising."""
    return [each for each in WIDTHS if each < width] + [width]
