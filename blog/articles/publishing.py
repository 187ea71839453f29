"""What an author does with an article: write, publish, schedule, withdraw, delete."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from blog.accounts.models import User
from blog.articles import editing
from blog.articles.counting import counted
from blog.articles.models import SLUG_LENGTH, Article, ArticleTag, FormerSlug, Tag
from blog.articles.tagging import tag_address, tags_in, tie_hashtags
from blog.media import addresses
from blog.media import queries as pictures
from blog.media.models import Picture
from blog.tools.clock import local, now
from blog.tools.database import db
from blog.tools.markdown import Figure, article_html, pictures_in
from blog.tools.slugs import SlugTaken, ascii_slug, free_slug, is_made_of

# How long an article stays in the ticker when its author does not say.
TICKER_TIME = timedelta(hours=12)


@dataclass(frozen=True)
class Writing:
    """What the editor form holds. `slug` is empty where it is to be made from the headline."""

    headline: str
    standfirst: str
    body: str
    slug: str = ""
    lead_picture_id: int | None = None
    ticker: bool = False
    ticker_until: datetime | None = None
    ticker_line: str = ""
    comments_open: bool = True


def start(author: User) -> Article:
    """A new, empty draft by `author`; it comes into the database when something is written into it."""
    article = Article(author=author, article_tags=[], lead_picture=None)
    db.session.add(article)
    return article


def write(article: Article, writing: Writing) -> None:
    """Save what the author wrote. Raises SlugTaken, and then nothing is changed."""
    # Before anything is written: a long text takes seconds, and on SQLite nobody else could write meanwhile.
    with db.session.no_autoflush:
        html, tags = render(writing.body), tags_in(writing.body)
    db.session.flush()
    slug = _slug_for(article, writing)
    _keep_former_slug(article, slug)
    with counted(article):
        if _changes_what_readers_see(article, writing):
            article.updated_at = now()
        article.slug = slug
        article.headline = writing.headline
        article.standfirst = writing.standfirst
        article.body = writing.body
        article.body_html = html
        article.word_count = count_words(writing.body)
        article.lead_picture_id = writing.lead_picture_id
        article.ticker = writing.ticker
        article.ticker_line = writing.ticker_line
        article.ticker_until = _ticker_until(article, writing)
        article.comments_open = writing.comments_open
        if article.published_at is not None:
            tie_hashtags(article, tags)


def publish(article: Article, at: datetime | None = None) -> None:
    """Make `article` public now, or from `at` on. An article that was public before keeps its time and address."""
    with counted(article):
        if not article.ever_published:
            _forget_default_ticker_end(article)
            article.published_at = at or now()
            article.published_month = month_of(article.published_at)
            if article.ticker and (article.ticker_until is None or article.ticker_until <= article.published_at):
                article.ticker_until = article.published_at + TICKER_TIME
        article.withdrawn_at = None
        article.withdrawal_note = ""
        tie_hashtags(article, tags_in(article.body))


def unschedule(article: Article) -> None:
    """Make a scheduled `article` a draft again. Raises ValueError once readers have seen it."""
    if article.ever_published:
        raise ValueError("An article that readers have seen is withdrawn, not unscheduled.")
    with counted(article):
        _forget_default_ticker_end(article)
        article.published_at = article.published_month = None


def withdraw(article: Article, note: str) -> None:
    """Take `article` back: readers find `note` in its place."""
    with counted(article):
        article.withdrawn_at = now()
        article.withdrawal_note = note


def delete_draft(article: Article) -> None:
    """Delete `article` for good. Raises ValueError once readers have seen it."""
    if article.ever_published:
        raise ValueError("An article that readers have seen is withdrawn, not deleted.")
    unschedule(article)
    db.session.delete(article)
    db.session.flush()


def sketch(
    author: User, writing: Writing, lead_picture: Picture | None = None, published_at: datetime | None = None
) -> Article:
    """The published article that `writing` would make, to look at: it is in no database, and nothing is saved."""
    at = published_at or now()
    return Article(
        author=author,
        headline=writing.headline,
        standfirst=writing.standfirst,
        body=writing.body,
        body_html=render(writing.body),
        word_count=count_words(writing.body),
        slug=ascii_slug(writing.slug or writing.headline, SLUG_LENGTH) or "article",
        published_at=at,
        published_month=month_of(at),
        updated_at=now(),
        lead_picture=lead_picture,
        article_tags=[ArticleTag(tag=Tag(slug=slug, name=word)) for slug, word in tags_in(writing.body).items()],
    )


def render(body: str) -> Markup:
    """`body` as the HTML that readers get."""
    known = pictures.by_ids(number for word in pictures_in(body) if (number := _picture_id(word)))

    def figure(word: str) -> Figure | None:
        picture = known.get(_picture_id(word))
        if picture is None:
            return None
        return Figure(addresses.middle_address(picture), addresses.srcset(picture), picture.width, picture.height)

    return Markup(article_html(body, figure, tag_address))  # noqa: S704  markdown-it escapes all that was typed


def count_words(text: str) -> int:
    """Words in `text`, its Markdown signs not counted."""
    return len(re.findall(r"\w[\w'’\u200c-]*", text))


def month_of(moment: datetime) -> int:
    """The month of `moment` in the site's time zone, as addresses have it: 202611."""
    return local(moment).year * 100 + local(moment).month


def has_own_slug(article: Article) -> bool:
    """Whether somebody chose the slug of `article`, so that it no longer follows the headline."""
    made = _made_slug(article, article.headline)
    return bool(article.slug) and not is_made_of(made, str(article.slug), SLUG_LENGTH)


def _changes_what_readers_see(article: Article, writing: Writing) -> bool:
    return (article.headline, article.standfirst, article.body, article.lead_picture_id) != (
        writing.headline,
        writing.standfirst,
        writing.body,
        writing.lead_picture_id,
    )


def _picture_id(word: str) -> int:
    """The id that `word` is, or 0, which no picture has. Longer numbers are over what the database can look for."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


def _slug_for(article: Article, writing: Writing) -> str:
    def taken(slug: str) -> bool:
        return editing.slug_is_taken(slug, besides=article)

    wanted = ascii_slug(writing.slug, SLUG_LENGTH)
    if wanted:
        holder = editing.slug_holder(wanted, besides=article)
        if holder is not None:
            raise SlugTaken(holder, free_slug(wanted, SLUG_LENGTH, taken))
        return wanted
    if article.slug and article.ever_published:
        return article.slug
    return free_slug(_made_slug(article, writing.headline), SLUG_LENGTH, taken)


def _made_slug(article: Article, headline: str) -> str:
    return ascii_slug(headline, SLUG_LENGTH) or f"article-{article.id}"


def _keep_former_slug(article: Article, slug: str) -> None:
    if slug == article.slug:
        return
    # Back to a slug that it once had: that one is no longer a former one.
    returning = db.session.get(FormerSlug, slug)
    if returning is not None:
        db.session.delete(returning)
    if article.slug and article.ever_published:
        db.session.add(FormerSlug(slug=article.slug, article_id=article.id))
    db.session.flush()


def _forget_default_ticker_end(article: Article) -> None:
    """Leave no end in the ticker that only followed from the time at which `article` was to come out."""
    if article.published_at is not None and article.ticker_until == article.published_at + TICKER_TIME:
        article.ticker_until = None


def _ticker_until(article: Article, writing: Writing) -> datetime | None:
    if not writing.ticker:
        return None
    if writing.ticker_until or article.published_at is None:
        return writing.ticker_until
    return max(article.published_at, now()) + TICKER_TIME
