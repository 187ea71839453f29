"""Addresses, times and states of an article."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from blog.articles import editing, publishing
from blog.articles.models import SLUG_LENGTH, Article, FormerSlug
from blog.articles.publishing import Writing
from blog.media.addresses import markdown_line
from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.database import db
from blog.tools.markdown import article_html, article_tokens
from blog.tools.slugs import SlugTaken, ascii_slug, free_slug
from tests.factories import make_article, make_picture, make_user


@given(st.text(), st.integers(0, 30))
def test_a_free_address_is_short_clean_and_free(headline: str, taken: int) -> None:
    wanted = ascii_slug(headline, SLUG_LENGTH) or "article-1"
    names = {wanted, *(f"{wanted[: SLUG_LENGTH - len(str(n)) - 1].strip('-')}-{n}" for n in range(2, taken))}
    found = free_slug(wanted, SLUG_LENGTH, names.__contains__)
    assert found not in names
    assert len(found) <= SLUG_LENGTH
    assert found == ascii_slug(found, SLUG_LENGTH)


def test_two_articles_with_one_headline_have_two_addresses(app: Flask) -> None:
    assert [make_article("Weather").slug for _ in range(3)] == ["weather", "weather-2", "weather-3"]


def test_an_address_that_an_article_once_had_stays_its_own(app: Flask) -> None:
    article = make_article("First")
    publishing.write(article, Writing("First", "", "Text", slug="second"))
    assert make_article("First").slug == "first-2"
    other = make_article("Other")
    with pytest.raises(SlugTaken) as taken:
        publishing.write(other, Writing("Other", "", "Text", slug="first"))
    assert (taken.value.holder, taken.value.free) == (article, "first-3")
    assert other.slug == "other"


def test_back_to_a_former_address_it_is_no_longer_a_former_one(app: Flask) -> None:
    article = make_article("First")
    publishing.write(article, Writing("First", "", "Text", slug="second"))
    publishing.write(article, Writing("First", "", "Text", slug="first"))
    assert [former.slug for former in db.session.query(FormerSlug)] == ["second"]


def test_a_draft_leaves_no_address_behind(app: Flask) -> None:
    draft = make_article("First", published=False)
    publishing.write(draft, Writing("Second", "", "Text"))
    assert db.session.query(FormerSlug).count() == 0


@pytest.mark.parametrize(
    ("slug", "own"), [("first", False), ("first-2", False), ("first-two", True), ("my-own", True), ("first-2-3", True)]
)
def test_an_address_is_somebodys_choice_if_the_headline_does_not_make_it(app: Flask, slug: str, own: bool) -> None:
    draft = make_article("First", published=False, slug=slug)
    assert publishing.has_own_slug(draft) is own


@pytest.mark.parametrize("length", [78, 79, 80])
def test_the_address_of_a_draft_follows_its_headline_however_long_and_taken_that_is(app: Flask, length: int) -> None:
    headline = ("road north " * 8)[: length - 1] + "x"
    drafts = [make_article(headline, published=False) for _ in range(10)]
    assert drafts[-1].slug.endswith("-10")
    assert not any(publishing.has_own_slug(draft) for draft in drafts)


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_the_month_in_the_address_is_that_of_the_sites_zone(app: Flask) -> None:
    assert make_article(published=datetime(2026, 8, 31, 21, 0, tzinfo=UTC)).published_month == 202609


def test_nobody_who_writes_waits_while_a_long_text_is_rendered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    author, other = make_user(), make_article("Other")
    public = make_article("Known", author=author).id
    db.session.commit()
    change = update(Article).where(Article.id == other.id)

    def render(*arguments: Any) -> str:
        with db.engine.begin() as connection:
            connection.execute(change.values(standfirst=Article.standfirst + "+"))
        return article_html(*arguments)

    monkeypatch.setattr(publishing, "article_html", render)
    for open_article in (lambda: publishing.start(author), lambda: editing.for_desk(author, public)):
        article = open_article()
        publishing.write(article, Writing("New", "", "On #Fishing", slug="" if article.id is None else "known-anew"))
        db.session.commit()
    assert other.standfirst == "++"


def test_the_ticker_time_runs_from_publication(app: Flask) -> None:
    at = now() + timedelta(days=3)
    article = make_article(published=at, ticker=True)
    assert article.ticker_until == at + timedelta(hours=12)


def test_a_time_that_nobody_chose_moves_with_the_publication(app: Flask) -> None:
    later, sooner = now() + timedelta(days=6), now() + timedelta(days=1)
    article, chosen = (make_article(published=later, ticker=True) for _ in range(2))
    publishing.publish(article, sooner)
    assert article.ticker_until == sooner + timedelta(hours=12)
    publishing.unschedule(article)
    assert article.ticker_until is None
    chosen.ticker_until = later + timedelta(hours=13)
    publishing.publish(chosen, sooner)
    assert chosen.ticker_until == later + timedelta(hours=13)


def test_a_ticker_time_before_the_publication_is_not_kept(app: Flask) -> None:
    at = now() + timedelta(days=3)
    article = make_article(published=at, ticker=True, ticker_until=now() + timedelta(days=1))
    assert article.ticker_until == at + timedelta(hours=12)


def test_out_of_the_ticker_and_in_again_it_has_its_twelve_hours(app: Flask) -> None:
    article = make_article(published=timedelta(days=-5), ticker=True)
    publishing.write(article, Writing("Back", "", "Text", ticker=False, ticker_until=article.ticker_until))
    assert article.ticker_until is None
    publishing.write(article, Writing("Back", "", "Text", ticker=True))
    assert article.ticker_until is not None
    assert article.ticker_until > now() + timedelta(hours=11)


def test_publishing_again_keeps_time_and_address(app: Flask) -> None:
    article = make_article(published=timedelta(days=-5), withdrawn="A mistake.")
    first = (article.published_at, article.slug)
    publishing.publish(article, now() + timedelta(days=1))
    assert (article.published_at, article.slug) == first
    assert (article.state, article.withdrawal_note) == ("published", "")


def test_what_readers_have_seen_is_neither_deleted_nor_unscheduled(app: Flask) -> None:
    article = make_article()
    for verb in (publishing.delete_draft, publishing.unschedule):
        with pytest.raises(ValueError, match="An article that readers have seen is withdrawn"):
            verb(article)


def test_a_save_that_changes_nothing_is_no_new_revision(app: Flask) -> None:
    article = make_article(published=False, headline="Same", body="Same")
    before = (article.revision, article.updated_at)
    publishing.write(article, Writing("Same", "", "Same"))
    assert (article.revision, article.updated_at) == before
    publishing.write(article, Writing("Same", "", "Other"))
    assert article.revision == before[0] + 1
    assert article.updated_at > before[1]


@given(
    alt=st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), min_size=1), caption=st.text("ab \"'()[]*_`\\&<#")
)
def test_the_line_for_a_picture_says_what_was_typed(alt: str, caption: str) -> None:
    picture = Picture(id=7, alt=alt, caption=caption.strip(), credit="")
    [block] = [token for token in article_tokens(markdown_line(picture)) if token.type == "inline"]
    [image] = block.children or []
    assert image.attrGet("src") == "media:7"
    assert (image.attrGet("title") or "") == caption.strip()
    assert "".join(part.content for part in image.children or []) == alt


def test_a_picture_that_is_not_there_shows_its_words(app: Flask) -> None:
    picture = make_picture()
    body = f"![Fog](media:{picture.id}) ![None](media:999999) ![Huge](media:{'9' * 30}) ![Odd](media:x)"
    html = publishing.render(body)
    assert html.count("<img") == 1
    assert "None Huge Odd" in html


def test_a_sketch_is_in_no_database(app: Flask) -> None:
    article = make_article()
    publishing.sketch(article.author, Writing("A sketch", "", "#New words"), make_picture())
    db.session.commit()
    assert db.session.query(type(article)).count() == 1
