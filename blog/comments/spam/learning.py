"""The classifier learns from what admins decide, and forgets what they take back. It never learns from itself.

Of words only keyed digests and counts are kept. All who teach take their turn at the one row of totals, so that no two
of them wait for each other and no count is lost.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import ColumnElement, bindparam, case, delete, false, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from blog.comments import queries
from blog.comments.models import APPROVED, SPAM, Comment
from blog.comments.spam.features import FEATURES, features
from blog.comments.spam.models import Learned, LearnedFeature
from blog.comments.spam.weighing import Counts
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest
from blog.tools.database import change_rows, db, execute_core

# Comments that one decision teaches: a flood of texts that are all alike would drown everything else.
LESSONS = 60
# Rows above which rare features are thrown away, and features taught between two looks at how many there are.
MOST_FEATURES = 100_000
PRUNE_AFTER = 10_000
# Values in one statement: databases limit how many it may carry.
CHUNK = 5_000

# No row of what was learned is ever in the session, and the comments that are must not be read anew one by one.
_ALONE = {"synchronize_session": False}


# Made once: every reply is judged by them.
_TOTALS = select(Learned.spam, Learned.fair).where(Learned.version == FEATURES)
_COUNTS = select(LearnedFeature.key, LearnedFeature.spam, LearnedFeature.fair).where(
    LearnedFeature.key.in_(bindparam("keys", expanding=True))
)


class Remembered:
    """The model in the database: one query for the totals, and one for the counts."""

    def __init__(self) -> None:
        self._key = _key()

    def totals(self) -> Counts:
        """How many comments of each kind were taught; none where they were taught as other features."""
        row = execute_core(_TOTALS).one_or_none()
        return Counts(*row) if row else Counts(0, 0)

    def counts(self, features: Iterable[str]) -> Mapping[str, Counts]:
        """In how many of them each of `features` was; those never seen are left out."""
        by_digest = {_digest(self._key, feature): feature for feature in features}
        rows = execute_core(_COUNTS, {"keys": list(by_digest)}).all()
        return {by_digest[key]: Counts(spam, fair) for key, spam, fair in rows}


def follow(ids: Sequence[int], lessons: int = LESSONS) -> None:
    """Teach what admins say now of these comments, and take back what they do not say any more.

    Approved by an admin is fair, spam is spam, all else is nothing. At most `lessons` are taught, spread over all.
    """
    wanted = _wanted(ids)
    readers = select(Comment.id, Comment.taught).where(Comment.id.in_(ids), Comment.user_id.is_(None))
    changed = {one: lesson for one, lesson in db.session.execute(readers) if lesson != wanted.get(one, "")}
    taught = [(one, one.taught) for one in _whole(one for one, lesson in changed.items() if lesson)]
    _take_back(taught, _sightings(taught))
    new = sorted(one for one in changed if one in wanted)
    if number := min(len(new), lessons):
        chosen = [new[place * len(new) // number] for place in range(number)]
        _teach([(one, wanted[one.id]) for one in _whole(chosen)])


@contextmanager
def taken_back(comments: Iterable[Comment]) -> Iterator[None]:
    """Unlearn these comments, where they were taught, as they are before the block changes them. It is flushed.

    All who write lock comments first, then the marks of their pages, then what is learned: so none waits for another
    who waits for it.
    """
    taught = [(one, one.taught) for one in comments if one.taught]
    sightings = _sightings(taught)
    yield
    db.session.flush()
    _take_back(taught, sightings)


def _take_back(taught: list[tuple[Comment, str]], sightings: dict[int, tuple[int, int]]) -> None:
    for comment, _ in taught:
        comment.taught = ""
    if taught and _count(taught, -1):
        _add(sightings, -1)
        for chunk in _chunks(sorted(sightings)):
            unseen = (LearnedFeature.key.in_(chunk), LearnedFeature.spam == 0, LearnedFeature.fair == 0)
            db.session.execute(delete(LearnedFeature).where(*unseen), execution_options=_ALONE)


def relearn() -> Iterator[int]:
    """Forget all and learn anew from every decision that stands; the number of comments so far, to be committed."""
    change_rows(update(Comment).where(Comment.taught != "").values(taught=""))
    _begin()
    change_rows(update(Learned).values(version=FEATURES, spam=0, fair=0, unpruned=0))
    change_rows(delete(LearnedFeature))
    done = last = 0
    yield done
    while ids := db.session.scalars(
        select(Comment.id).where(Comment.id > last).order_by(Comment.id).limit(LESSONS)
    ).all():
        # A write, though it changes nothing, before anything is looked at: on SQLite everybody else waits from here on.
        change_rows(update(Comment).where(false()).values(taught=""))
        queries.lock(ids)
        follow(ids)
        done += len(ids)
        last = ids[-1]
        yield done


def _whole(ids: Iterable[int]) -> Sequence[Comment]:
    return db.session.scalars(select(Comment).where(Comment.id.in_(list(ids))).order_by(Comment.id)).all()


def _wanted(ids: Sequence[int]) -> dict[int, str]:
    """What admins say of those of these comments that teach something."""
    statement = select(Comment.id, Comment.status).where(
        Comment.id.in_(ids), Comment.status.in_((SPAM, APPROVED)), queries.STANDING.exists()
    )
    return dict(db.session.execute(statement).all())


def _teach(lessons: list[tuple[Comment, str]]) -> None:
    sightings = _sightings(lessons)
    if not _count(lessons, 1, len(sightings)):
        return
    for comment, lesson in lessons:
        comment.taught = lesson
    keys = sorted(sightings)
    known: set[int] = set()
    for chunk in _chunks(keys):
        known.update(db.session.scalars(select(LearnedFeature.key).where(LearnedFeature.key.in_(chunk))))
    today = now().toordinal()
    rows = [{"key": key, "spam": 0, "fair": 0, "day": today} for key in keys if key not in known]
    if rows:
        db.session.execute(insert(LearnedFeature), rows)
    _add(sightings, 1)
    _prune()


def _count(lessons: list[tuple[Comment, str]], sign: int, features: int = 0) -> bool:
    """Count the comments, and wait for everybody else who teaches; False where other features were learned."""
    kinds = Counter(lesson for _, lesson in lessons)
    count = (
        update(Learned)
        .where(Learned.version == FEATURES)
        .values(
            spam=_at_least_nought(Learned.spam, sign * kinds[SPAM]),
            fair=_at_least_nought(Learned.fair, sign * kinds[APPROVED]),
            unpruned=Learned.unpruned + features,
        )
        .returning(Learned.id)
    )
    if db.session.execute(count, execution_options=_ALONE).first():
        return True
    # Somebody else may have made the row since.
    _begin()
    return db.session.execute(count, execution_options=_ALONE).first() is not None


def _begin() -> None:
    """Make the row of totals where there is none, whoever does it first."""
    if db.session.scalar(select(Learned.id)) is not None:
        return
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Learned).values(id=1, version=FEATURES, spam=0, fair=0, unpruned=0))


def _sightings(lessons: list[tuple[Comment, str]]) -> dict[int, tuple[int, int]]:
    """Of each feature, by its digest, in how many comments of spam and of the others it is."""
    key = _key()
    seen: dict[str, list[int]] = {}
    for comment, lesson in lessons:
        for feature in features(comment.text, comment.name, comment.website):
            seen.setdefault(feature, [0, 0])[lesson == APPROVED] += 1
    return {_digest(key, feature): (spam, fair) for feature, (spam, fair) in seen.items()}


def _add(sightings: dict[int, tuple[int, int]], sign: int) -> None:
    """Change the counts of features that are there. Many have the same to add: they take one statement together."""
    alike: dict[tuple[int, int], list[int]] = {}
    for key, counts in sightings.items():
        alike.setdefault(counts, []).append(key)
    for (spam, fair), keys in alike.items():
        for chunk in _chunks(keys):
            statement = update(LearnedFeature).where(LearnedFeature.key.in_(chunk))
            db.session.execute(
                statement.values(
                    spam=_at_least_nought(LearnedFeature.spam, sign * spam),
                    fair=_at_least_nought(LearnedFeature.fair, sign * fair),
                    **({"day": now().toordinal()} if sign > 0 else {}),
                ),
                execution_options=_ALONE,
            )


def _prune() -> None:
    """Now and then, throw away what is rare and was not seen for long, down to a tenth below the limit."""
    if (db.session.scalar(select(Learned.unpruned)) or 0) < PRUNE_AFTER:
        return
    rows = db.session.scalar(select(func.count()).select_from(LearnedFeature)) or 0
    if rows > MOST_FEATURES:
        rarest = select(LearnedFeature.key).order_by(LearnedFeature.spam + LearnedFeature.fair, LearnedFeature.day)
        excess = rarest.limit(rows - MOST_FEATURES * 9 // 10)
        db.session.execute(
            delete(LearnedFeature).where(LearnedFeature.key.in_(excess.scalar_subquery())), execution_options=_ALONE
        )
    db.session.execute(update(Learned).values(unpruned=0), execution_options=_ALONE)


def _at_least_nought(column: InstrumentedAttribute[int], change: int) -> ColumnElement[int]:
    # What was thrown away as rare and seen again counts less than was taught.
    return column + change if change >= 0 else case((column >= -change, column + change), else_=0)


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _key() -> bytes:
    # Derived once for many features: a digest of each by the key's own function would cost ten times as much.
    return keyed_digest("learned words")


def _digest(key: bytes, feature: str) -> int:
    return int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8, key=key).digest(), signed=True)
