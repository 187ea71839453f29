"""The comments of the generated newsroom, as rows; counted and remembered as those of the site are."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from blog.cli.generating.prose import Prose
from blog.cli.generating.rows import Row, store
from blog.cli.generating.voices import KNOWN, TRAPPED, UNKNOWN, Reader, Remark, reader, remarks
from blog.comments import posting, tallying
from blog.comments.models import Comment
from blog.comments.spam import Verdict, sounding
from blog.comments.spam.models import CommentBand
from blog.comments.threads import PAGE_THREADS
from blog.tools.clock import local
from blog.tools.sanitizing import VERSION

# So many texts are rendered, and so many people are known; each comment on an article is another pair of the two.
REMARKS = 300
READERS = 2000
# So many answer another comment: one of the last, and no thread is deeper than that.
ANSWERS = 0.4
RECENT = 10
DEEPEST = 4
# Of a hundred so many are judged so.
VERDICTS, OF_A_HUNDRED = (KNOWN, UNKNOWN, TRAPPED), (95, 3, 2)
# They come a minute apart, or closer where the article is too new for that.
APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Occasion:
    """An article to comment on so often. A calm one has approved comments alone, all of them on its first page."""

    article_id: int
    published_at: datetime
    comments: int
    is_calm: bool


class Discussion:
    """Writes comments, on one article after another."""

    def __init__(self, prose: Prose, moment: datetime) -> None:
        self.chance = prose.chance
        self.moment = moment
        self.remarks = remarks(prose, REMARKS)
        self.readers = [reader(f"Reader {number}") for number in range(1, READERS + 1)]
        self.number = 0

    def store(self, occasions: list[Occasion]) -> None:
        """Store the comments on these articles."""
        rows: list[Row] = []
        bands: list[Row] = []
        counts: Counter[tuple[date, str]] = Counter()
        for row, remark in (pair for occasion in occasions for pair in self._comments(occasion)):
            rows.append(row)
            bands += self._bands(row, remark)
            counts[local(row["created_at"]).date(), row["verdict"]] += 1
        store(Comment, rows)
        store(CommentBand, bands)
        for (day, verdict), replies in counts.items():
            tallying.add(day, verdict, replies)

    def _comments(self, occasion: Occasion) -> Iterator[tuple[Row, Remark]]:
        apart = min(APART, (self.moment - occasion.published_at) / (occasion.comments + 1))
        # What can be answered, each with its depth.
        recent: deque[tuple[int, int]] = deque(maxlen=RECENT)
        threads = 0
        for place, pair in enumerate(self.chance.sample(range(REMARKS * READERS), occasion.comments), 1):
            self.number += 1
            full = occasion.is_calm and threads == PAGE_THREADS
            answers = recent and (full or self.chance.random() < ANSWERS)
            parent_id, above = self.chance.choice(recent) if answers else (None, -1)
            threads += parent_id is None
            verdict = KNOWN if occasion.is_calm else self.chance.choices(VERDICTS, OF_A_HUNDRED)[0]
            who = self.readers[pair // REMARKS] if verdict is KNOWN else reader(f"Newcomer {self.number}")
            remark = self.remarks[pair % REMARKS]
            row = _row(occasion.article_id, parent_id, who, remark, verdict, occasion.published_at + place * apart)
            yield row | {"id": self.number}, remark
            if verdict is KNOWN and above + 1 < DEEPEST:
                recent.append((self.number, above + 1))

    def _bands(self, row: Row, remark: Remark) -> Iterator[Row]:
        if row["created_at"] > self.moment - timedelta(days=sounding.DAYS):
            kept = {"comment_id": row["id"], "article_id": row["article_id"], "created_at": row["created_at"]}
            for number, band in enumerate(remark.bands):
                yield kept | {"number": number, "band": band}


def _row(article_id: int, parent_id: int | None, who: Reader, remark: Remark, verdict: Verdict, at: datetime) -> Row:
    return {
        "article_id": article_id,
        "parent_id": parent_id,
        "status": posting.STATUS[verdict.kind],
        "status_since": at,
        "verdict": verdict.kind,
        "reasons": verdict.sentences,
        "evidence": verdict.evidence,
        "taught": "",
        "name": who.name,
        "website": "",
        "address_sealed": who.address_sealed,
        "address_index": who.address_index,
        "user_agent": "",
        "hue": who.hue,
        "language": remark.language,
        "text": remark.text,
        "html": remark.html,
        "sanitizer_version": VERSION,
        "created_at": at,
        "wants_replies": False,
    }
