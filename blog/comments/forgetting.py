"""A commenter is forgotten: what they said stays as nobody's, or goes as well."""

from dataclasses import dataclass

from sqlalchemy import select, update

from blog.comments import erasing, pacing
from blog.comments.corresponding import queries, telling
from blog.comments.models import NO_SENDER, Comment
from blog.comments.opening import of_address
from blog.comments.posting import address_index
from blog.comments.spam import learning
from blog.tools import outbox
from blog.tools.database import db

ANONYMOUS = "Anonymous"

# What is left in the columns of a comment whose writer is forgotten.
NOBODY = NO_SENDER | {"name": ANONYMOUS}


@dataclass(frozen=True)
class Stored:
    """What there is of an address: how many comments, and the ids of those whose text names the writer.

    `corresponds`: whether replies are, or were to be, mailed to it, or any mail to it waits.
    """

    comments: int
    naming: list[int]
    corresponds: bool


def stored(address: str) -> Stored:
    """What there is of `address`."""
    rows = db.session.execute(select(Comment.id, Comment.name, Comment.text).where(of_address(address))).all()
    said = address.strip().casefold()
    naming = [number for number, name, text in rows if any(one in text.casefold() for one in (name.casefold(), said))]
    return Stored(len(rows), naming, queries.of_address(address) is not None or bool(outbox.contents_for(address)))


def anonymise(address: str) -> int:
    """Make all comments from `address` nobody's, and say how many. Their texts and places stay."""
    _forget_counts(address)
    comments = db.session.scalars(select(Comment).where(of_address(address))).all()
    which = [one.id for one in comments]
    lessons = [one.id for one in comments if one.taught]
    # Taught by their name as well: it is unlearned, and the text learned again without it.
    with learning.taken_back(comments):
        _forget_mail(address, which)
        db.session.execute(update(Comment).where(of_address(address)).values(**NOBODY))
    learning.follow(lessons, len(lessons))
    return len(which)


def delete(address: str) -> int:
    """Delete all comments from `address` for good, and say how many. One with replies leaves an empty place."""
    _forget_counts(address)
    _forget_mail(address, list(db.session.scalars(select(Comment.id).where(of_address(address)))))
    return erasing.erase(of_address(address))


def _forget_counts(address: str) -> None:
    fingerprints = db.session.scalars(select(Comment.fingerprint).where(of_address(address)))
    pacing.forget(address_index(address), [one for one in fingerprints if one is not None])


def _forget_mail(address: str, comment_ids: list[int]) -> None:
    """Forget that anything is to be mailed to `address`, and what waits to be mailed to others about these comments."""
    outbox.forget(address)
    correspondent = queries.of_address(address)
    if correspondent is not None:
        db.session.delete(correspondent)
        db.session.flush()
    telling.take_back(comment_ids)
