"""What the visitors of a generated newsroom ask for: its articles, the newest most, and replies of people it knows."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from ipaddress import IPv4Address
from itertools import accumulate
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from blog.cli.generating.prose import Prose
from tests.bench.exchange import ask
from tests.bench.load import AS_BROWSERS, Plan
from tests.live import Site

MOST_ARTICLES = 1000
# So many reads are drawn, and then repeated.
DRAWN = 20_000
WORDS = 25
# Addresses of replies: each is in a network of its own, beginning with 10.0.0.1.
FIRST_IP, NETWORK = int(IPv4Address("10.0.0.1")), 256
NETWORKS = 65_536


@dataclass(frozen=True)
class Place:
    """An article: its number and its path."""

    article_id: int
    path: str


class Visitors:
    """The visitors of the site in the folder `instance`. The newest article is read most, the second half as often.

    Their replies carry `stamp`, as the reply form has it.
    """

    def __init__(self, instance: Path, stamp: str) -> None:
        self.database = instance / "blog.sqlite3"
        self.stamp = stamp
        # Others each time: the same words again would be the same click twice.
        self.chance = Random()  # noqa: S311  no secrets
        self.words = Prose(self.chance).words
        rows = rows_of(
            self.database, "SELECT id, published_month, slug FROM articles ORDER BY id DESC LIMIT ?", MOST_ARTICLES
        )
        self.places = [Place(number, f"/{month // 100}/{month % 100:02}/{slug}/") for number, month, slug in rows]
        self.often = list(accumulate(1 / rank for rank in range(1, len(self.places) + 1)))
        known = "SELECT name FROM comments WHERE status = 'approved' GROUP BY name ORDER BY count(*) DESC LIMIT 500"
        self.names = [name for (name,) in rows_of(self.database, known)]
        self.sent = 0

    @classmethod
    def of(cls, site: Site) -> "Visitors":
        """The visitors of `site`, which is running."""
        visitors = cls(site.instance, "")
        page = ask(site.url + visitors.places[0].path).body.decode()
        (visitors.stamp,) = re.findall(r'name="stamp"[^>]* value="([^"]+)"', page)
        return visitors

    def path_of(self, slug: str) -> str:
        """The path of the article with this slug, which is among the newest."""
        return next(place.path for place in self.places if place.path.endswith(f"/{slug}/"))

    def reading(self) -> Plan:
        """Reads alone."""
        return Plan([place.path for place in self._drawn(DRAWN)], headers=AS_BROWSERS)

    def mixed(self, every: int, replies: int) -> Plan:
        """Reads, and each `every`th request a reply, as long as there are some of so many."""
        return Plan(self.reading().reads, [self.reply(place) for place in self._drawn(replies)], every, AS_BROWSERS)

    def replying(self, replies: int) -> Plan:
        """Replies alone, spread evenly over the articles."""
        places = [self.places[number % len(self.places)] for number in range(replies)]
        return Plan([self.places[0].path], [self.reply(place) for place in places], every=1)

    def reply(self, place: Place) -> str:
        """Another reply, of somebody who is known, from a network that has sent none yet; as a Plan has it."""
        self.sent += 1
        return f"{IPv4Address(FIRST_IP + self.sent % NETWORKS * NETWORK)} {urlencode(self.form(place))}"

    def form(self, place: Place) -> dict[str, str]:
        """What such a reply sends: words that nobody has said in this order."""
        name = self.chance.choice(self.names)
        return {
            "article": str(place.article_id),
            "stamp": self.stamp,
            "author": name,
            "email": f"{name.replace(' ', '').lower()}@reader.example",
            "comment": " ".join(self.chance.choices(self.words, k=WORDS)),
        }

    def published(self) -> int:
        """How many comments the public sees."""
        return int(rows_of(self.database, "SELECT count(*) FROM comments WHERE status = 'approved'")[0][0])

    def _drawn(self, number: int) -> list[Place]:
        return self.chance.choices(self.places, cum_weights=self.often, k=number)


def rows_of(database: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """What `statement` finds, as anybody sees it who opens the file beside the site."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(statement, values).fetchall()
