"""How a page is looked at in which a text may have left its place."""

import re

from blog.tools.sanitizing import ATTRIBUTES, TAGS
from tests.hostile import HOSTILE
from tests.html import Element

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What leaves an element if anything does; these are looked at one by one where all of them would take long.
SHARP = [
    *HOSTILE["ends of elements"],
    *HOSTILE["elements"][::2],
    *HOSTILE["mutations"][::2],
    *HOSTILE["directions"][::4],
]


def shape(element: Element) -> tuple:
    """`element` by its tags and attributes, without what is written in it; Markdown's own marks are left out."""
    names = sorted(element.attributes.keys() - {"lang", "dir"})
    inside = [] if {"comment-body", "prose", "bio"} & set(element.classes) else element.children
    return element.tag, names, [shape(child) for child in inside if isinstance(child, Element)]


def look_inside(body: Element) -> None:
    """In what is made of Markdown there is nothing but what Markdown may make."""
    for one in body.all():
        assert one.tag in TAGS, one
        assert one.attributes.keys() <= set(ATTRIBUTES.get(one.tag, ())), one
        assert re.match("https?://", one.get("href") or "https://", re.IGNORECASE), one
