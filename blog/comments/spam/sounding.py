"""Texts that are the same, or nearly: found by what they share, however many there are.

Of each text the runs of three words are digested, and of the digests the smallest by several orders are kept, some of
them together in each band. Two texts that share more than half of their runs are likely to share a band.
"""

import hashlib
import re
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import bindparam, delete, insert, select

from blog.comments.models import Comment
from blog.comments.spam.features import excerpt
from blog.comments.spam.folding import fold, without_entities
from blog.comments.spam.linking import links
from blog.comments.spam.models import CommentBand
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest
from blog.tools.database import change_rows, execute_core

# So long a text is remembered.
DAYS = 7
RUN = 3
BANDS = 8
IN_A_BAND = 3
# What is shorter and without a link many people say: "Great article, thank you all for it".
LEAST_WORDS = 9
# Of a long text so many words count.
MOST_WORDS = 100
# So many of those alike are looked at, whether there are ten of them or ten thousand.
MOST_ALIKE = 60
# Rows that one step of `forget_old` deletes.
STEP = 1000

_WORD = re.compile(r"\w+")
_GOLDEN = 0x9E3779B97F4A7C15

# Made once: every reply is judged by the first, and kept by the last.
_ALIKE = (
    select(CommentBand.article_id, CommentBand.comment_id)
    .where(CommentBand.band.in_(bindparam("bands", expanding=True)), CommentBand.created_at > bindparam("since"))
    .limit(MOST_ALIKE)
)
_FORGET = delete(CommentBand).where(CommentBand.comment_id == bindparam("id"))
_REMEMBER = insert(CommentBand)


def alike(text: str) -> dict[int, set[int]]:
    """The comments of the last days that are nearly the same as `text`, by the article that they are on. One query."""
    wanted = bands(text)
    if not wanted:
        return {}
    since = now() - timedelta(days=DAYS)
    rows = execute_core(_ALIKE, {"bands": wanted, "since": since}).all()
    found: dict[int, set[int]] = {}
    for article_id, comment_id in rows:
        found.setdefault(article_id, set()).add(comment_id)
    return found


def remember(comment: Comment) -> None:
    """Keep what the new `comment`, which is in the database, sounds like."""
    rows = [
        {"comment_id": comment.id, "number": number, "band": band, "article_id": comment.article_id}
        for number, band in enumerate(bands(comment.text))
    ]
    if rows:
        execute_core(_REMEMBER, rows)


def remember_anew(comment: Comment) -> None:
    """Keep what `comment` sounds like instead of what it did before."""
    execute_core(_FORGET, {"id": comment.id})
    remember(comment)


def bands(text: str) -> list[int]:
    """What is kept of `text`, one number for each band; nothing where it is too short to tell."""
    return _bands(keyed_digest("shingles"), text)


def forget_old() -> int:
    """Delete some of what has been remembered long enough, and say how much; 0 when nothing is left."""
    old = select(CommentBand.comment_id).where(CommentBand.created_at <= now() - timedelta(days=DAYS)).limit(STEP)
    return change_rows(delete(CommentBand).where(CommentBand.comment_id.in_(old.scalar_subquery())))


# What is judged is kept soon after.
@lru_cache(maxsize=8)
def _bands(key: bytes, text: str) -> list[int]:
    """What `text` sounds like; nothing where it is too short to tell."""
    text = without_entities(text)
    words = _WORD.findall(fold(excerpt(text)).text)
    if len(words) < (RUN if links(text) else LEAST_WORDS):
        return []
    if len(words) > MOST_WORDS:
        words = words[: MOST_WORDS // 2] + words[-MOST_WORDS // 2 :]
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    digests = [_number(key, run) for run in runs]
    return [_number(key, f"{number} {_smallest(digests, number)}") for number in range(BANDS)]


def _smallest(digests: list[int], band: int) -> list[int]:
    orders = range(band * IN_A_BAND + 1, (band + 1) * IN_A_BAND + 1)
    # Other bits turned round each time: digests are spread evenly, so each puts them into another order.
    return [min(map((order * _GOLDEN % (1 << 63)).__xor__, digests)) for order in orders]


def _number(key: bytes, text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=key).digest(), signed=True)
