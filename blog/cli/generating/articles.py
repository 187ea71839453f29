"""The articles of the generated newsroom, as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from blog.accounts.models import User
from blog.articles.models import SLUG_LENGTH, Article, ArticleTag, Tag
from blog.articles.publishing import TICKER_TIME, count_words, month_of, render
from blog.articles.tagging import tags_in
from blog.cli.generating.prose import Prose
from blog.cli.generating.rows import Row, store
from blog.media.models import Picture
from blog.tools.database import db
from blog.tools.slugs import ascii_slug, free_slug

# So many texts are rendered; the articles take turns with them, each under a headline of its own.
STORIES = 200
APART = timedelta(minutes=30)
NEWEST = timedelta(minutes=3)
# One article in so many has a picture, and one in so many is in the ticker for its hours.
PICTURED = 5
TICKING = 3


@dataclass(frozen=True)
class Story:
    """A text, rendered, with the numbers of its tags in order."""

    body: str
    html: str
    words: int
    tags: list[int]


def stories(prose: Prose, number: int) -> list[Story]:
    """So many texts, but no more than `STORIES`; the tags that they name are in the session."""
    bodies = {body: tags_in(body) for body in (prose.body() for _ in range(min(number, STORIES)))}
    spelled = {slug: word for named in bodies.values() for slug, word in named.items()}
    tags = {slug: Tag(name=word, slug=slug) for slug, word in spelled.items()}
    db.session.add_all(tags.values())
    db.session.flush()
    return [
        Story(body, str(render(body)), count_words(body), [tags[slug].id for slug in named])
        for body, named in bodies.items()
    ]


def published_at(number: int, articles: int, moment: datetime) -> datetime:
    """When number `number` of so many `articles` was published, if the newest was some minutes before `moment`."""
    return moment - NEWEST - (articles - number) * APART


class Desk:
    """Writes articles: the same every time, each under an address of its own."""

    def __init__(self, prose: Prose, number: int, authors: list[User], pictures: list[Picture]) -> None:
        self.prose = prose
        self.stories = stories(prose, number)
        self.authors = [one.id for one in authors]
        self.pictures = [one.id for one in pictures]
        self.slugs: set[str] = set()

    def store(self, moments: dict[int, datetime], names: dict[int, str]) -> None:
        """Store the articles with these numbers, published at these moments; some have a slug that was chosen."""
        rows = [self._article(number, moment, names.get(number, "")) for number, moment in moments.items()]
        store(Article, rows)
        store(ArticleTag, [link for number in moments for link in self._links(number)])

    def _article(self, number: int, at: datetime, name: str) -> Row:
        story, chance, headline = self._story(number), self.prose.chance, self.prose.headline()
        slug = name or free_slug(ascii_slug(headline, SLUG_LENGTH), SLUG_LENGTH, self.slugs.__contains__)
        self.slugs.add(slug)
        ticks = number % TICKING == 0
        return {
            "id": number,
            "revision": 1,
            "author_id": chance.choice(self.authors),
            "headline": headline,
            "standfirst": self.prose.standfirst(),
            "body": story.body,
            "body_html": story.html,
            "word_count": story.words,
            "slug": slug,
            "created_at": at,
            "updated_at": at,
            "published_at": at,
            "published_month": month_of(at),
            "withdrawal_note": "",
            "lead_picture_id": chance.choice(self.pictures) if number % PICTURED == 0 else None,
            "ticker": ticks,
            "ticker_until": at + TICKER_TIME if ticks else None,
            "ticker_line": "",
            "comments_open": True,
        }

    def _links(self, number: int) -> Iterator[Row]:
        for position, tag_id in enumerate(self._story(number).tags):
            yield {"article_id": number, "tag_id": tag_id, "position": position}

    def _story(self, number: int) -> Story:
        return self.stories[number % len(self.stories)]
