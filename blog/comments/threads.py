"""The comments of an article as the reader sees them: threads, in pages, in three visual levels.

The tree is built from a skeleton (id, parent, status) of all comments, and only those of the page are loaded whole.
No step calls itself, so that a chain of ten thousand replies is as good as any other thread.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from blog.articles.queries import BareArticle
from blog.comments import queries
from blog.comments.models import APPROVED, Comment
from blog.comments.queries import Shown

PAGE_THREADS = 50
# A page is also cut after so many comments, so that one endless thread cannot make an endless page.
PAGE_COMMENTS = 500
LEVELS = 3
# A thread with more replies starts closed.
OPEN_REPLIES = 5
# So many replies below the last level are shown before the rest, which starts closed.
OPEN_DEEPER = 2


@dataclass
class Node:
    """One comment on the page; `comment` is None where only its place is left."""

    id: int
    comment: Shown | None
    level: int
    # The comment that it answers, where the page does not show that by its place.
    in_reply_to: Shown | None = None
    replies: list["Node"] = field(default_factory=list)
    # All comments below it on this page.
    total: int = 0

    def __hash__(self) -> int:
        # Two with the same are compared by all that is below them.
        return hash((self.comment, self.id, self.total))

    @property
    def starts_open(self) -> bool:
        return self.total <= OPEN_REPLIES

    @property
    def first_replies(self) -> list["Node"]:
        """The replies that stand outside the closed rest: all, except on the last level."""
        return self.replies if self.level < LEVELS else self.replies[:OPEN_DEEPER]

    @property
    def further_replies(self) -> list["Node"]:
        return self.replies[len(self.first_replies) :]


@dataclass(frozen=True)
class ThreadPage:
    """One page of the comments of an article."""

    threads: list[Node]
    number: int
    pages: int
    # Approved comments of the whole article.
    count: int


def thread_page(article: BareArticle, number: int = 1, own: Comment | None = None) -> ThreadPage | None:
    """Page `number` of the comments of `article`, or None where there is no such page.

    `own` is a comment that only its writer sees as yet; the page is then the one that it stands on.
    """
    skeleton = queries.skeleton(article.id)
    pages = _pages(skeleton, own.id if own is not None else None)
    if own is not None:
        number = _number_of(own.id, pages)
    if not 1 <= number <= max(len(pages), 1):
        return None
    parents = {comment_id: parent_id for comment_id, parent_id, _ in skeleton}
    threads = _threads(pages[number - 1], parents, own) if pages else []
    count = sum(status == APPROVED for _, _, status in skeleton)
    return ThreadPage(threads, number, len(pages), count)


def page_number(comment: Comment) -> int:
    """The page of its article's comments that the approved `comment` stands on."""
    skeleton = queries.skeleton(comment.article_id)
    return 1 if len(skeleton) <= PAGE_THREADS else _number_of(comment.id, _pages(skeleton, None))


def _number_of(comment_id: int, pages: list[list[int]]) -> int:
    return next((number for number, ids in enumerate(pages, 1) if comment_id in ids), 1)


def _pages(skeleton: list[tuple[int, int | None, str]], own: int | None) -> list[list[int]]:
    """The ids of the comments to show, in the order in which they stand, cut into pages."""
    kept = _kept(skeleton, own)
    pages: list[list[int]] = []
    threads = 0
    for comment_id, is_root in _in_order(skeleton, kept):
        threads += is_root
        if not pages or len(pages[-1]) == PAGE_COMMENTS or threads > PAGE_THREADS:
            pages.append([])
            threads = int(is_root)
        pages[-1].append(comment_id)
    return pages


def _kept(skeleton: list[tuple[int, int | None, str]], own: int | None) -> set[int]:
    """Approved comments, the own one, and those that must hold a place because something below them is kept."""
    kept: set[int] = set()
    # A reply is younger than what it answers, so one pass from the highest id down meets replies first.
    for comment_id, parent_id, status in sorted(skeleton, reverse=True):
        if status == APPROVED or comment_id == own or comment_id in kept:
            kept.add(comment_id)
            if parent_id is not None:
                kept.add(parent_id)
    return kept


def _in_order(skeleton: Iterable[tuple[int, int | None, str]], kept: set[int]) -> Iterator[tuple[int, bool]]:
    """Each kept comment before its replies, oldest first, with whether it starts a thread."""
    replies: dict[int | None, list[int]] = defaultdict(list)
    for comment_id, parent_id, _ in skeleton:
        if comment_id in kept:
            replies[parent_id].append(comment_id)
    waiting = [(root, True) for root in reversed(replies[None])]
    while waiting:
        comment_id, is_root = waiting.pop()
        yield comment_id, is_root
        waiting += [(reply, False) for reply in reversed(replies[comment_id])]


def _threads(ids: list[int], parents: dict[int, int | None], own: Comment | None) -> list[Node]:
    """The comments with these ids, which stand in order, as nodes; the roots are returned."""
    on_page = set(ids)
    comments = queries.shown(on_page | {above for i in ids if (above := parents[i]) is not None})
    nodes: dict[int, Node] = {}
    # The node on the last visual level that gathers all that is below it.
    gathers: dict[int, Node] = {}
    roots: list[Node] = []
    for comment_id in ids:
        parent_id = parents[comment_id]
        parent = nodes.get(parent_id) if parent_id is not None else None
        level = min(parent.level + 1, LEVELS) if parent else 1
        node = nodes[comment_id] = Node(comment_id, _shown(comments[comment_id], own), level)
        if parent is None:
            node.in_reply_to = _shown(comments[parent_id], own) if parent_id is not None else None
            roots.append(node)
        elif parent.level < LEVELS:
            parent.replies.append(node)
        else:
            node.in_reply_to = _shown(comments[parent.id], own)
            gathers[comment_id] = gathers.get(parent.id, parent)
            gathers[comment_id].replies.append(node)
    # Each stands behind what it answers, so what is below one is counted before it.
    for node in reversed(nodes.values()):
        node.total = len(node.replies) + sum(reply.total for reply in node.replies)
    return roots


def _shown(comment: Shown, own: Comment | None) -> Shown | None:
    return comment if comment.status == APPROVED or (own is not None and comment.id == own.id) else None
