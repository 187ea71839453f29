"""A rule tried before it counts: what it would have done to the newest comments."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment
from blog.comments.spam import rules
from blog.comments.spam.models import WORD, CommentRule
from blog.tools.database import db

# The newest comments that a rule is tried on.
TRIED = 1000
# Of these so many are shown, the approved ones first.
SHOWN = 50

_ORDER = (APPROVED, PENDING, TRASH, SPAM)


class AlreadyThere(Exception):
    """There is a rule about the same already, whatever it wants."""


@dataclass(frozen=True)
class Hit:
    """One comment that a rule would have caught, and what of it the rule means, as it stands there."""

    comment: Comment
    snippets: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """What a rule would have done: of how many comments, how many of each state, and the first of them."""

    tried: int
    numbers: dict[str, int]
    hits: list[Hit]

    @property
    def caught(self) -> int:
        return sum(self.numbers.values())


def try_out(rule: CommentRule) -> Trial:
    """What `rule` would have caught of the newest comments, the approved ones first. One query."""
    comments = _newest()
    hits = [Hit(one, found[0].snippets) for one in comments if (found := rules.matching([rule], one))]
    hits.sort(key=lambda hit: _ORDER.index(hit.comment.status))
    numbers = {status: sum(hit.comment.status == status for hit in hits) for status in _ORDER}
    return Trial(len(comments), numbers, hits[:SHOWN])


def hits(tried: Sequence[CommentRule]) -> dict[int, int]:
    """How many of the newest comments each of these rules means, by its id. One query."""
    found = dict.fromkeys((rule.id for rule in tried), 0)
    for comment in _newest() if tried else ():
        for match in rules.matching(tried, comment):
            found[match.rule.id] += 1
    return found


def add(rule: CommentRule) -> None:
    """Let `rule` count from now on. Raises AlreadyThere."""
    same = select(CommentRule.id).where(CommentRule.kind == rule.kind, CommentRule.pattern == rule.pattern)
    if rule.kind == WORD:
        same = same.where(CommentRule.whole_words == rule.whole_words)
    if db.session.scalar(same.limit(1)):
        raise AlreadyThere
    db.session.add(rule)
    db.session.flush()


def _newest() -> Sequence[Comment]:
    readers = select(Comment).where(Comment.status != ERASED, Comment.user_id.is_(None))
    return db.session.scalars(readers.order_by(Comment.id.desc()).limit(TRIED)).all()
