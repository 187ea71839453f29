"""What an editor would look at before an article goes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from blog.articles.models import Article
from blog.tools.markdown import PICTURE_SCHEME, article_tokens, hashtags_in

LONG_HEADLINE = 90
# Link texts that tell nothing to those who go from link to link.
EMPTY_WORDS = ("here", "click here", "this", "link")


@dataclass(frozen=True)
class Finding:
    """What is the matter with the article, and in which field of the editor."""

    text: str
    field: str


def find_stops(article: Article) -> list[Finding]:
    """Why `article` cannot be published, or stay so."""
    found = []
    if not article.headline:
        found.append(Finding("Enter a headline", "headline"))
    if not article.body:
        found.append(Finding("Write the text of the article", "body"))
    if article.lead_picture is not None and not article.lead_picture.alt:
        found.append(Finding("Describe the image for people who cannot see it", "lead_alt"))
    for picture in _undescribed_pictures(article.body):
        found.append(Finding(f"Describe the image {picture} for people who cannot see it", "body"))
    return found


def find_warnings(article: Article) -> list[Finding]:
    """What `article` would be better without."""
    found = []
    if not article.standfirst:
        found.append(Finding("There is no standfirst", "standfirst"))
    if len(article.headline) > LONG_HEADLINE:
        text = f"The headline has {len(article.headline)} characters. Up to {LONG_HEADLINE} read well"
        found.append(Finding(text, "headline"))
    if not hashtags_in(article.body):
        found.append(Finding("There is no tag. Write one into the text as a #hashtag", "body"))
    tokens = article_tokens(article.body)
    for heading in _skipping_headings(tokens):
        found.append(Finding(f"The subheading “{heading}” skips a level", "body"))
    for words in _empty_links(tokens):
        found.append(Finding(f"A link reads “{words}”. Say where it leads", "body"))
    return found


def _undescribed_pictures(body: str) -> Iterator[str]:
    for block in article_tokens(body):
        for token in block.children or []:
            src = str(token.attrGet("src") or "")
            if token.type == "image" and src.startswith(PICTURE_SCHEME) and not token.content.strip():
                yield src


def _skipping_headings(tokens: list[Token]) -> Iterator[str]:
    above = 1
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            level = int(opening.tag[1])
            if level > above + 1:
                yield words.content
            above = level


def _empty_links(tokens: list[Token]) -> Iterator[str]:
    for block in tokens:
        words: list[str] | None = None
        for token in block.children or []:
            if token.type == "link_open":
                words = []
            elif token.type == "link_close" and words is not None:
                text = "".join(words).strip()
                if text.lower() in EMPTY_WORDS:
                    yield text
                words = None
            elif words is not None:
                words.append(token.content)
