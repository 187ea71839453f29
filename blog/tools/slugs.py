"""The part of an address that is made from words."""

import unicodedata
from collections.abc import Callable
from typing import Any

from slugify import slugify


class SlugTaken(Exception):
    """`holder` has, or once had, the slug; `free` is one like it that is not taken."""

    def __init__(self, holder: Any, free: str) -> None:
        super().__init__(free)
        self.holder = holder
        self.free = free


def ascii_slug(text: str, longest: int) -> str:
    """`text` as lower-case ASCII words joined by hyphens, cut between words at `longest` characters. May be empty."""
    return slugify(text, max_length=longest, word_boundary=True)


def unicode_slug(text: str, longest: int) -> str:
    """`text` as lower-case words of any script joined by hyphens, at most `longest` characters. May be empty."""
    # By hand, because `slugify` puts a hyphen for each mark, and many scripts write their vowels with those.
    letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    words = "".join(each if unicodedata.category(each)[0] in "LMN" else " " for each in letters).split()
    return "-".join(words)[:longest].strip("-")


def free_slug(wanted: str, longest: int, is_taken: Callable[[str], bool]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`, … where that is taken, never longer than `longest` characters."""
    number = 1
    while is_taken(candidate := _numbered(wanted, number, longest)):
        number += 1
    return candidate


def is_made_of(wanted: str, slug: str, longest: int) -> bool:
    """Whether `slug` is what `free_slug` gives for `wanted`, whichever were taken."""
    ending = slug.rpartition("-")[2]
    numbers = (1, int(ending) if ending.isdecimal() else 1)
    return slug in [_numbered(wanted, number, longest) for number in numbers]


def _numbered(wanted: str, number: int, longest: int) -> str:
    ending = f"-{number}" if number > 1 else ""
    return wanted[: longest - len(ending)].strip("-") + ending
