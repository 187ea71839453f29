"""The places that a text sends its readers to, however they are written."""

import re
from dataclasses import dataclass
from functools import lru_cache

# What a comment may have; one with more is published by a moderator alone.
MOST_LINKS = 3

# Endings by which a bare "name.ending" is taken for an address: generic ones, and those of countries.
_ENDINGS = """
    com net org info biz edu gov io me tv co cc ly gl gd be us uk de fr es it nl pl ru ua cz se no dk fi ro br ar mx in
    id vn ph my sg jp cn kr tw ir tr gr pt hu au nz ca ch at eu za ng ke app dev shop store online site website xyz top
    club live pro vip win bet casino loan click link space fun icu buzz blog tech news download
"""
_IS_ENDING = frozenset(_ENDINGS.split())
# Those that are no words, so that no sentence begins with them: "I like it. No idea".
_APART_ENDINGS = frozenset(("com", "net", "org", "info", "ru"))
_SCHEMED = re.compile(
    r"\b(?:h(?:tt|xx)ps?\s?:\s?/\s?/|www\s?\.)\s?([^\s/?#\"'<>()\[\]]++)([^\s\"'<>]*+)", re.IGNORECASE
)
_BARE = re.compile(r"(?<![\w@.-])([\w-]++(?:\.[\w-]++)++)(?!@)(/[^\s\"'<>]*)?")
# "name . com" and "name (dot) com".
_APART = re.compile(
    r"(?<![\w@.-])([\w-]++(?:\.[\w-]++)*+)(?: {1,2}\. {0,2}|\. {1,2}| ?[(\[]dot[)\]] ?)"
    r"([a-z]{2,4})(?![\w@-])(/[^\s\"'<>]*)?"
)


@dataclass(frozen=True)
class Link:
    """One address in a text: its host in lower case without www., what follows it, and all of it as written."""

    host: str
    path: str
    written: str


# Several checks read the same text, one after another.
@lru_cache(maxsize=8)
def links(text: str) -> tuple[Link, ...]:
    """Every address in `text`, in its order; bare ones and ones pulled apart by spaces included."""
    found = [(match.span(), _link(match[1], match[2], match[0])) for match in _SCHEMED.finditer(text)]
    others = [
        (match.span(), _link(match[1], match[2], match[0])) for match in _BARE.finditer(text) if _is_host(match[1])
    ]
    others += [
        (match.span(), _link(f"{match[1]}.{match[2]}", match[3], match[0]))
        for match in _APART.finditer(text)
        if match[2] in _APART_ENDINGS
    ]
    taken = bytearray(len(text))
    for (start, end), _ in found:
        taken[start:end] = b"x" * (end - start)
    found += [(place, link) for place, link in others if not any(taken[place[0] : place[1]])]
    return tuple(link for _, link in sorted(found, key=lambda one: one[0]))


def site_of(host: str) -> str:
    """What of `host` somebody registers, nearly: the last two labels, three below a short one as in co.uk."""
    labels = host.split(".")
    wanted = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else 2
    return ".".join(labels[-wanted:])


def _link(host: str, path: str | None, written: str) -> Link:
    host = host.rpartition("@")[2].partition(":")[0].strip(".,;!").lower()
    return Link(host.removeprefix("www."), path or "", written)


def _is_host(name: str) -> bool:
    """Whether a bare name is an address and not the end of a sentence with the beginning of the next."""
    ending = name.rpartition(".")[2]
    return ending.lower() in _IS_ENDING and (ending.islower() or name.isupper())
