"""A page of a list holds what sorting all articles would give, whatever has been done to them."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from blog.accounts.models import User
from blog.articles import choosing, paging, publishing, queries
from blog.articles.models import Article, ArticleTag, Tag
from blog.articles.publishing import Writing
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_article, make_user

WORDS = ("Iraq", "Iran", "Syria", "فانوس")


@pytest.fixture(params=range(3))
def newsroom(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninety articles with a life behind them, many of the same moment, and pages short enough to have several."""
    monkeypatch.setattr(paging, "PER_PAGE", 6)
    monkeypatch.setattr(paging, "LINES_PER_PAGE", 7)
    chance = Random(request.param)  # noqa: S311
    authors = [make_user(f"Author {number}", email=f"a{number}@example.org") for number in range(3)]
    days = [-400, -400, -63, -33, -32, -31, -5, -1, 2, 45]
    for number in range(90):
        article = make_article(
            f"News {number}",
            _some_words(chance),
            author=chance.choice(authors),
            published=chance.random() > 0.1 and START + timedelta(days=chance.choice(days)),
        )
        _live_on(article, chance)
    db.session.commit()


START = now()


def _some_words(chance: Random) -> str:
    return " ".join(f"#{word}" for word in chance.sample(WORDS, chance.randrange(len(WORDS))))


def _live_on(article: Article, chance: Random) -> None:
    for _ in range(chance.randrange(3)):
        match chance.randrange(4):
            case 0 if article.state in ("published", "scheduled"):
                publishing.withdraw(article, "Not so.")
            case 1:
                publishing.publish(article, START + timedelta(days=chance.choice([-31, 3])))
            case 2 if article.state == "scheduled":
                publishing.unschedule(article)
            case 3:
                publishing.write(article, Writing(article.headline, "", _some_words(chance)))


def sorted_by_hand() -> list[Article]:
    """All public articles, newest first."""
    everything = db.session.scalars(select(Article).options(selectinload(Article.article_tags)))
    public = [article for article in everything if article.state == "published"]
    return sorted(public, key=lambda one: (one.published_month, one.published_at, one.id), reverse=True)


def assert_pages(page: Callable[[int], Pagination], wanted: Iterable[Article]) -> None:
    """Each page of a list has the next of the `wanted` articles, and after the last there is none."""
    ids = [article.id for article in wanted]
    pages = [page(1)]
    pages += [page(number) for number in range(2, pages[0].pages + 1)]
    assert [item.id for one in pages for item in one.items] == ids
    assert {one.total for one in pages} == {len(ids)}
    assert all(len(one.items) == one.per_page for one in pages[:-1])
    with pytest.raises(NotFound):
        page(len(pages) + 1)


@pytest.mark.usefixtures("newsroom")
def test_every_list_the_archive_and_the_sections_are_what_sorting_by_hand_gives() -> None:
    # One newsroom for all three, which only read it: building it takes longer than they do.
    public = sorted_by_hand()
    assert_every_page_of_every_list(public)
    assert_archive_has_every_month_and_all_of_it(public)
    assert_sections_are_the_tags_that_most_carry(public)


def assert_every_page_of_every_list(public: list[Article]) -> None:
    assert_pages(paging.front_page, public)
    for tag in db.session.scalars(select(Tag)):
        carried = [article for article in public if tag.id in {link.tag_id for link in article.article_tags}]
        assert_pages(lambda number, tag=tag: paging.tag_page(tag.id, number), carried)
    for author in db.session.scalars(select(User)):
        own = [article for article in public if article.author_id == author.id]
        assert_pages(lambda number, author=author: paging.author_page(author.id, number), own)
        assert queries.public_count(author) == len(own)
    assert len(public) > 3 * paging.PER_PAGE


def assert_archive_has_every_month_and_all_of_it(public: list[Article]) -> None:
    months = sorted({article.published_month or 0 for article in public}, reverse=True)
    by_month = {month: [article for article in public if article.published_month == month] for month in months}
    assert paging.months() == [(month, len(news)) for month, news in by_month.items()]
    for month, news in by_month.items():
        assert_pages(lambda number, month=month: paging.month_page(month, number), news)


def assert_sections_are_the_tags_that_most_carry(public: list[Article]) -> None:
    links = db.session.scalars(select(ArticleTag).options(selectinload(ArticleTag.tag))).all()
    ids = {article.id for article in public}
    carried: dict[str, int] = {}
    for link in links:
        carried[link.tag.name] = carried.get(link.tag.name, 0) + (link.article_id in ids)
    shown = [section.name for section in choosing.sections()]
    assert sorted(shown) == sorted(name for name, number in carried.items() if number)
    assert [carried[name] for name in shown] == sorted(carried.values(), reverse=True)[: len(shown)]


def test_a_tag_of_scheduled_articles_alone_is_no_section(app: Flask) -> None:
    for number in range(choosing.SECTIONS + 1):
        make_article(f"Later {number}", f"#later{number} #later", published=timedelta(days=1))
    assert choosing.sections() == []
    make_article("Now", "#iraq")
    make_article("Now too", "#later3")
    assert {section.slug for section in choosing.sections()} == {"iraq", "later3"}


def test_more_to_read_shares_most_and_is_newest(app: Flask) -> None:
    for number in range(60):
        make_article(f"Iraq {number}", "#Iraq", published=timedelta(hours=-number - 1))
    make_article("Iran alone", "#Iran", published=timedelta(days=-9))
    make_article("Withdrawn", "#Iraq #Iran", withdrawn="Not so.")
    make_article("Later", "#Iraq #Iran", published=timedelta(days=1))
    article = make_article("This one", "#Iran #Iraq")
    assert [card.headline for card in queries.related(article)] == [f"Iraq {number}" for number in range(4)]
    make_article("Both, lately", "#Iran #Iraq", published=timedelta(hours=-40))
    assert [card.headline for card in queries.related(article)] == ["Both, lately", "Iraq 0", "Iraq 1", "Iraq 2"]


def test_more_to_read_of_an_article_without_tags_is_nothing(app: Flask) -> None:
    make_article("Other", "#Iraq")
    assert queries.related(make_article("This one", "No tag.")) == []
