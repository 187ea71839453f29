"""Fill an empty database with a newsroom of any size, in steps."""

from collections.abc import Iterator
from random import Random

from blog.accounts import inviting
from blog.accounts.models import ADMIN, AUTHOR, User
from blog.articles import counting
from blog.articles.models import Article
from blog.cli.demo.loading import HERE
from blog.cli.generating.articles import Desk, published_at
from blog.cli.generating.discussion import READERS, REMARKS, Discussion, Occasion
from blog.cli.generating.prose import Prose
from blog.cli.generating.rows import settle
from blog.comments.models import Comment
from blog.media import storing
from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.sanitizing import safe_comment_html
from blog.tools.snapshot import gather_statistics

SEED = 20261125
PEOPLE = """
    Alma Corvey, Bram Sollis, Carys Mohr, Denzil Oake, Elin Varga, Farid Noor, Gesa Lund, Hanno Prior, Ines Calder,
    Jory Penrose
"""
PICTURES = ("cranes.webp", "market.webp")
# Articles that one step stores, with their comments.
STEP = 200

# Articles with a known slug and just so many comments, by their place among the newest.
STAGED = {4: ("hundred", 100), 5: ("fifty", 50)}
LEAST_ARTICLES = max(STAGED)
LEAST_COMMENTS = sum(comments for _, comments in STAGED.values())


def most_comments(articles: int) -> int:
    """How many comments so many articles can have: on none does the same reader say the same twice."""
    return LEAST_COMMENTS + (articles - len(STAGED)) * REMARKS * READERS


def generate(articles: int, comments: int) -> Iterator[int]:
    """The number of rows that each step has added; it is for the caller to commit each.

    There must be nothing yet, room for what is staged, LEAST_ARTICLES and LEAST_COMMENTS, and no more than
    `most_comments`.
    """
    moment, prose = now(), Prose(Random(SEED))  # noqa: S311  the same newsroom every time
    desk = Desk(prose, articles, _people(prose), _pictures())
    discussion = Discussion(prose, moment)
    staged = {articles - place + 1: told for place, told in STAGED.items()}
    ordinary = _shares(comments - LEAST_COMMENTS, articles - len(staged))
    for first in range(1, articles + 1, STEP):
        moments = {
            number: published_at(number, articles, moment) for number in range(first, min(first + STEP, articles + 1))
        }
        desk.store(moments, {number: slug for number, (slug, _) in staged.items()})
        occasions = [
            Occasion(number, at, staged[number][1] if number in staged else next(ordinary), number in staged)
            for number, at in moments.items()
        ]
        discussion.store(occasions)
        yield len(occasions) + sum(occasion.comments for occasion in occasions)
    counting.recount()
    settle(Article, Comment)
    gather_statistics(db.session.connection())
    yield 0


def _people(prose: Prose) -> list[User]:
    people = []
    for number, name in enumerate(PEOPLE.split(",")):
        user = inviting.invite(name, f"{name.split()[0].lower()}@newsroom.example", AUTHOR if number else ADMIN)
        user.biography = prose.standfirst()
        user.biography_html = safe_comment_html(user.biography)
        people.append(user)
    return people


def _pictures() -> list[Picture]:
    files = [(HERE / "pictures" / name).read_bytes() for name in PICTURES]
    return [storing.store(storing.encode(file), alt="A view of the coast", credit="The newsroom") for file in files]


def _shares(whole: int, number: int) -> Iterator[int]:
    """So many whole numbers, as equal as they can be, that make up `whole`."""
    return (whole * place // number - whole * (place - 1) // number for place in range(1, number + 1))
