"""The part of an address that is made from words."""

from collections.abc import Callable

from slugify import slugify


def ascii_slug(text: str, longest: int) -> str:
    """`text` as lower-case ASCII words joined by hyphens, cut between words at `longest` characters. May be empty."""
    return slugify(text, max_length=longest, word_boundary=True)


def unicode_slug(text: str, longest: int) -> str:
    """`text` as lower-case words of any script joined by hyphens, at most `longest` characters. May be empty."""
    return slugify(text, max_length=longest, allow_unicode=True)


def free_slug(wanted: str, longest: int, is_taken: Callable[[str], bool]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`, … where that is taken, never longer than `longest` characters."""
    candidate, number = wanted[:longest].strip("-"), 1
    while is_taken(candidate):
        number += 1
        candidate = f"{wanted[: longest - len(str(number)) - 1].strip('-')}-{number}"
    return candidate
