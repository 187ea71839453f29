"""Ninety days of replies behind the demonstration newsroom: judged as they came, decided about by its admin."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from sqlalchemy import delete, select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import holding, moderating, posting
from blog.comments.models import APPROVED, SPAM, Comment
from blog.comments.reporting import Report
from blog.comments.spam.rules import network_index
from blog.comments.tallying import Tally
from blog.tools.clock import local, now
from blog.tools.crypto import seal
from blog.tools.database import db

Table = dict[str, Any]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DAYS = 90
# In days: so long spam is there before it is deleted.
SPAM_KEPT = 30
# How long the admin takes, who looks once a day.
DECIDED_AFTER = timedelta(minutes=50)
# People write about what is not older than that, most of the time.
TOPICAL = timedelta(days=14)

# From the documentation's own addresses.
FLOOD_IP = "203.0.113.66"
FLOOD_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/115.0"


@dataclass(frozen=True)
class Posted:
    """A comment that was judged, without its row: a decision lets the session forget all rows, and reading is slow."""

    id: int
    at: datetime
    status: str
    # What the admin will make of it.
    wanted: str


def tell(table: Table, articles: list[Article], admin: User) -> None:
    """Post the replies of each day and decide about them before those of the next: so the judge learns."""
    chance = Random(4)  # noqa: S311  the same newsroom every time
    fair, spam = cycle(table["fair"]), cycle(table["spam"])
    published = sorted((one.published_at, number) for number, one in enumerate(articles) if one.published_at)
    for ago in range(DAYS - 1, 0, -1):
        posted = []
        for wanted, replies in ((APPROVED, next(fair)), (SPAM, next(spam) if ago < SPAM_KEPT else 0)):
            for _ in range(replies):
                moment = now() - ago * DAY + chance.uniform(0, 8) * HOUR
                reply = _advert(table, chance) if wanted == SPAM else _opinion(table, chance)
                comment = posting.post(articles[chance.choice(_topics(published, moment))], reply)
                comment.created_at = moment
                posted.append(Posted(comment.id, moment, comment.status, wanted))
        decide(posted, admin)


def decide(posted: list[Posted], admin: User) -> None:
    """Let the admin make of each comment what is wanted, where it is not that, soon after the last one came."""
    for wanted in sorted({one.wanted for one in posted}):
        wrong = [one for one in posted if one.wanted == wanted != one.status]
        batch = moderating.decide(Comment.id.in_([one.id for one in wrong]), wanted, admin) if wrong else None
        if batch:
            batch.created_at = min(max(one.at for one in wrong) + DECIDED_AFTER, now())


def flood(table: Table, article: Article, admin: User) -> None:
    """Let replies come from one place while a wave holds everything. It has been ended, and they wait."""
    chance = Random(7)  # noqa: S311  as above
    wave = holding.start(None, now() + DAY, admin)
    begun = now() - timedelta(minutes=table["minutes_ago"])
    for number in range(table["replies"]):
        reply = posting.Reply(_sentences(table, chance), f"Citizen {number + 1}", f"citizen{number}@recount.example")
        comment = posting.post(article, reply)
        comment.created_at = begun + timedelta(seconds=100 * number)
        comment.ip_sealed, comment.user_agent = seal(FLOOD_IP), FLOOD_BROWSER
        comment.network_index = network_index(FLOOD_IP)
    wave.started_at, wave.ended_at = begun, now() - timedelta(minutes=20)


def report(tables: list[Table], posted: dict[str, Comment]) -> None:
    """Let readers have reported some comments, one an hour."""
    for number, table in enumerate(tables):
        row = Report(comment_id=posted[table["comment"]].id, reason=table["reason"], words=table.get("words", ""))
        row.created_at = now() - (len(tables) - number) * HOUR
        row.network_index = number.to_bytes(32)
        db.session.add(row)


def tally(table: Table) -> None:
    """Count all replies on the days on which they are said to have come, and the spam that is deleted by now."""
    gone, today = cycle(table["gone"]), local(now()).date()
    counted = Counter({(today - ago * DAY, SPAM): next(gone) for ago in range(DAYS, SPAM_KEPT, -1)})
    counted[today - 2 * SPAM_KEPT * DAY, SPAM] += table["flood"]
    rows = db.session.execute(select(Comment.created_at, Comment.verdict).where(Comment.user_id.is_(None)))
    counted.update((local(at).date(), verdict) for at, verdict in rows)
    db.session.execute(delete(Tally))
    db.session.add_all(Tally(day=day, verdict=verdict, replies=replies) for (day, verdict), replies in counted.items())


def _opinion(table: Table, chance: Random) -> posting.Reply:
    name = chance.choice(table["names"])
    return posting.Reply(_sentences(table, chance), name, f"{_mailbox(name)}@reader.example")


def _advert(table: Table, chance: Random) -> posting.Reply:
    name, site, number = chance.choice(table["advertisers"]), chance.choice(table["sites"]), chance.randint(100, 999)
    text = chance.choice(table["advert"]).format(goods=chance.choice(table["goods"]), site=site, number=number)
    return posting.Reply(text, name, f"{_mailbox(name)}{number}@{site}.example", f"https://{site}.example/")


def _sentences(table: Table, chance: Random) -> str:
    return " ".join(chance.choice(table[part]) for part in ("first", "second", "third"))


def _mailbox(name: str) -> str:
    return ".".join("".join(filter(str.isalnum, word)) for word in name.lower().split())


def _topics(published: list[tuple[datetime, int]], moment: datetime) -> list[int]:
    """Of those, with their times in order, the ones that were new at `moment`; else the newest there was."""
    before = [(at, number) for at, number in published if at < moment]
    return [number for at, number in before if moment - at < TOPICAL] or [before[-1][1]]
