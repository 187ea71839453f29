"""What the generated newsroom has to say: the sentences of the demonstration, put together anew.

They are real ones, so that pages compress as those of a newsroom do.
"""

import re
import tomllib
from collections.abc import Iterable
from itertools import accumulate
from random import Random

from blog.articles.models import HEADLINE_LENGTH, STANDFIRST_LENGTH
from blog.cli.demo.loading import HERE

# The first is used most, the second half as often, the third a third as often.
TAGS = """
    Harbour Council Ferries Weather Schools Transport Budget Fishing Islands Housing Energy Health Courts Police
    Farming Water Roads Railway Theatre Music Books Football Sailing Markets Tourism Elections Museums Libraries
    History Science Forests Rivers Winter Summer Storms Coast Hills Bridges Lighthouses Prices Wages Strikes Trade
    Customs Pilots Radio Churches Bakeries Gardens Birds Cycling Walking Archives Letters Languages Children
    Pensions Taxes Airports Festivals
""".split()  # noqa: SIM905  sixty lines would say no more
_OFTEN = list(accumulate(1 / rank for rank in range(1, len(TAGS) + 1)))

WORDS = 600
PARAGRAPH = range(3, 6)
# A subheading stands before every so many paragraphs, and a hashtag at the end of the one after it.
SECTION = 3
HEADLINE = range(5, 9)

_PARAGRAPH = re.compile(r"\A[A-Z“][^|\[\]\n>]+[.”]\Z")
_END = re.compile(r"(?<=[.?!”])\s+(?=[A-Z“])")


class Prose:
    """The sentences that there are, and what `chance` makes of them."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        files = sorted((HERE / "articles").glob("*.md"))
        bodies = [file.read_text(encoding="utf-8").split("+++\n", 2)[2] for file in files]
        paragraphs = [one.strip() for body in bodies for one in body.split("\n\n")]
        self.told = _sentences(one.replace("#", "") for one in paragraphs if _PARAGRAPH.match(one))
        comments = tomllib.loads((HERE / "comments.toml").read_text(encoding="utf-8"))["comments"]
        self.said = [one for one in _sentences(table["text"].strip() for table in comments) if "\n" not in one]
        self.words = sorted({word for one in self.told for word in re.findall(r"\b[a-z]{4,}\b", one)})
        self.standfirsts = [one for one in self.told if 60 < len(one) <= STANDFIRST_LENGTH]

    def headline(self) -> str:
        """Five to eight words, hardly ever the same."""
        return " ".join(self.chance.choices(self.words, k=self.chance.choice(HEADLINE))).capitalize()[:HEADLINE_LENGTH]

    def standfirst(self) -> str:
        """One sentence."""
        return self.chance.choice(self.standfirsts)

    def body(self) -> str:
        """Some 600 words of Markdown with paragraphs, subheadings and hashtags."""
        unused = iter(self.chance.sample(self.told, len(self.told)))
        blocks: list[str] = []
        written = paragraphs = 0
        while written < WORDS:
            paragraph = " ".join(next(unused) for _ in range(self.chance.choice(PARAGRAPH)))
            if paragraphs % SECTION == 0:
                paragraph += f" That is a matter of #{self.chance.choices(TAGS, cum_weights=_OFTEN)[0]}."
                if paragraphs:
                    blocks.append(f"## {self.headline()}")
            blocks.append(paragraph)
            paragraphs += 1
            written += len(paragraph.split())
        return "\n\n".join(blocks)

    def comment(self) -> str:
        """One to four sentences, now and then in two paragraphs or with something in italics."""
        sentences = self.chance.sample(self.said, self.chance.randint(1, 4))
        return self.chance.choice((" ", " ", "\n\n")).join(sentences)


def _sentences(paragraphs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentence for paragraph in paragraphs for sentence in _END.split(paragraph)))
