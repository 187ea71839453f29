"""The comments of an article as markup. Each thread is made once and remembered: most stay as they are."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from jinja2.runtime import Macro
from markupsafe import Markup

from blog.comments.threads import Node
from blog.web.macros import macro

# Threads in each process, and the replies and characters up to which one is remembered: a few kilobytes each as a
# rule, and 40 MB all together if every one is as long as can be.
REMEMBERED = 500
MOST_REPLIES = 30
MOST_CHARACTERS = 16_000


class Sight(NamedTuple):
    """How one reader sees the comments of an article."""

    author_id: int
    # Path of the article's page.
    place: str
    is_open: bool
    # The reader's own comment that waits, and what can be done with it.
    own: int | None = None
    own_actions: str = ""
    # The comment that is being answered, and the form below it.
    reply_to: int | None = None
    form: str = ""

    @property
    def is_about_one(self) -> bool:
        """Whether the page is there for one comment, and so hides none."""
        return self.own is not None or self.reply_to is not None


def thread_items(roots: Iterable[Node], see: Sight) -> list[Markup]:
    """Each thread of a page, given by its first comment, as an item of a list."""
    item = macro("public/_thread.html", "item")
    if see.is_about_one:
        return [_made(item, root, see) for root in roots]
    return [remembered(item, root, see) if _is_short(root) else _made(item, root, see) for root in roots]


def _made(item: Macro, root: Node, see: Sight) -> Markup:
    """What `item` makes of a thread."""
    return Markup(item(root, see))  # noqa: S704  from a template


# What all readers see alike.
remembered = lru_cache(maxsize=REMEMBERED)(_made)


def _is_short(root: Node) -> bool:
    return root.total <= MOST_REPLIES and _characters(root) <= MOST_CHARACTERS


def _characters(node: Node) -> int:
    return (len(node.comment.html) if node.comment else 0) + sum(map(_characters, node.replies))
