"""A newsroom to measure with is generated into an empty site, and only an empty one."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from blog.accounts.colouring import hue
from blog.accounts.models import User
from blog.articles import publishing
from blog.articles.models import Article, ArticleTag, Tag
from blog.articles.tagging import tags_in
from blog.comments import posting
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.spam.models import CommentBand
from blog.comments.tallying import Tally
from blog.media import storing
from blog.media.models import Picture
from blog.tools.clock import now
from blog.tools.crypto import unseal
from blog.tools.database import Base, db
from blog.tools.sanitizing import safe_comment_html
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article, make_comment
from tests.pages import Client
from tests.plans import rows_planned_for

ARTICLES, COMMENTS = 45, 600


def generate(app: Flask, articles: int, comments: int) -> tuple[int, str]:
    """The exit code and the output of `flask content generate`."""
    arguments = ["content", "generate", "--articles", str(articles), "--comments", str(comments)]
    result = app.test_cli_runner().invoke(args=arguments)
    return result.exit_code, result.output


def number_of(model: type[Base], *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def by_slug(slug: str) -> Article:
    return db.session.scalars(select(Article).where(Article.slug == slug)).one()


def test_it_can_be_read_is_what_people_would_have_made_and_goes_on(app: Flask, client: Client) -> None:
    # All in one, as generating takes seconds; what changes something comes last.
    code, output = generate(app, ARTICLES, COMMENTS)
    assert code == 0
    assert "There are 45 articles with 600 comments now." in output
    assert_there_is_as_much_as_was_asked_for()
    assert_readers_can_open_it(client)
    assert_among_the_newest_one_has_just_so_many_comments_on_one_page(client, "hundred", 100, place=4)
    assert_among_the_newest_one_has_just_so_many_comments_on_one_page(client, "fifty", 50, place=5)
    assert_articles_are_what_writing_them_would_have_made()
    assert_comments_are_what_posting_them_would_have_made()
    before = said()
    assert_the_newsroom_goes_on_from_there()
    assert_it_is_the_same_again(app, before)


def assert_there_is_as_much_as_was_asked_for() -> None:
    assert (number_of(Article), number_of(Comment), number_of(User)) == (ARTICLES, COMMENTS, 10)
    assert 20 < number_of(Tag) <= 60
    assert number_of(Article, Article.lead_picture_id.is_not(None)) == ARTICLES // 5
    assert number_of(Comment, Comment.status == PENDING) > 0 < number_of(Comment, Comment.status == SPAM)
    assert number_of(Comment, Comment.parent_id.is_not(None)) > COMMENTS / 4
    assert db.session.scalar(select(func.sum(Tally.replies))) == COMMENTS
    assert db.session.scalar(select(func.max(Comment.created_at))) <= now()


def assert_readers_can_open_it(client: Client) -> None:
    front = client.page("/")
    assert len(front.one("news-ticker").all("a")) > 3
    tag = db.session.scalar(select(Tag.slug).join(ArticleTag).group_by(Tag.id).order_by(func.count().desc()).limit(1))
    author = db.session.scalar(select(User).order_by(User.id.desc()).limit(1))
    month = by_slug("hundred").published_month or 0
    for path in (
        "/?page=3",
        f"/tag/{tag}/",
        author_url(author),
        "/archive/",
        f"/archive/{month // 100}/{month % 100:02}/",
    ):
        client.page(path)
    for article in db.session.scalars(select(Article).where(Article.lead_picture_id.is_not(None)).limit(2)):
        client.page(article_url(article))
    for picture in db.session.scalars(select(Picture)):
        assert storing.read(picture.name, picture.width)


def assert_among_the_newest_one_has_just_so_many_comments_on_one_page(
    client: Client, slug: str, comments: int, *, place: int
) -> None:
    article = by_slug(slug)
    assert number_of(Article, Article.published_at >= article.published_at) == place
    assert number_of(Comment, Comment.article_id == article.id, Comment.status == APPROVED) == comments
    page = client.page(article_url(article))
    shown = [one for one in page.all(class_="comment") if one.get("id", "").startswith("comment-")]
    assert len(shown) == comments


def assert_articles_are_what_writing_them_would_have_made() -> None:
    articles = db.session.scalars(select(Article).order_by(Article.id)).all()
    for earlier, later in pairwise(articles):
        assert (later.published_at - earlier.published_at).total_seconds() == 1800
    for article in articles[:3]:
        assert article.body_html == publishing.render(article.body)
        assert 600 <= article.word_count == publishing.count_words(article.body) < 700
        assert article.published_month == publishing.month_of(article.published_at)
        links = select(Tag.slug).join(ArticleTag).where(ArticleTag.article_id == article.id)
        assert list(db.session.scalars(links.order_by(ArticleTag.position))) == list(tags_in(article.body))


def assert_comments_are_what_posting_them_would_have_made() -> None:
    for comment in db.session.scalars(select(Comment).where(Comment.id % 10 == 0)):
        address = unseal(comment.address_sealed)
        assert comment.address_index == posting.address_index(address)
        assert comment.hue == hue(address)
        assert comment.html == safe_comment_html(comment.text)
        assert bool(comment.reasons) is (comment.status != APPROVED)
    parents = {comment.id: comment for comment in db.session.scalars(select(Comment))}
    for comment in parents.values():
        depth, above = 0, parents.get(comment.parent_id)
        while above:
            assert (above.article_id, above.status) == (comment.article_id, APPROVED)
            assert above.created_at < comment.created_at
            depth, above = depth + 1, parents.get(above.parent_id)
        assert depth <= 4
    assert number_of(CommentBand) > COMMENTS


def assert_the_newsroom_goes_on_from_there() -> None:
    article = make_article("Written afterwards")
    assert article.id == ARTICLES + 1
    posted = make_comment(article, address="reader1@reader.example")
    assert posted.id == COMMENTS + 1


def said() -> list[tuple[object, ...]]:
    """All that is to be read, and by whom."""
    articles = select(Article.slug, Article.body, Article.ticker, User.name).join(User).order_by(Article.id)
    comments = select(Comment.article_id, Comment.parent_id, Comment.name, Comment.text).order_by(Comment.id)
    return [tuple(row) for query in (articles, comments) for row in db.session.execute(query)]


def assert_it_is_the_same_again(app: Flask, before: list[tuple[object, ...]]) -> None:
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    assert generate(app, ARTICLES, COMMENTS)[0] == 0
    assert said() == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_database_knows_from_the_start_what_there_is_to_plan_for(app: Flask) -> None:
    assert generate(app, 5, 150)[0] == 0
    assert (rows_planned_for(Article), rows_planned_for(Comment)) == (5, 150)


@pytest.mark.settings(TIMEZONE="Pacific/Kiritimati")
def test_it_stands_in_the_months_of_the_site(app: Flask, client: Client) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 20, tzinfo=UTC)):
        assert generate(app, ARTICLES, COMMENTS)[0] == 0
        months = db.session.execute(select(Article.published_month, func.count()).group_by(Article.published_month))
        assert dict(months.all()) == {202611: 25, 202612: 20}
        assert client.page("/2026/12/hundred/").heading == by_slug("hundred").headline


def test_it_is_never_mixed_with_real_work(app: Flask, author: User) -> None:
    db.session.commit()
    code, output = generate(app, ARTICLES, COMMENTS)
    assert code == 1
    assert "The database has accounts or articles already; nothing was loaded." in output
    assert number_of(Article) == 0


@pytest.mark.parametrize(("articles", "comments"), [(4, 600), (-1, 600), (45, 149), (2_000_000, 600), (45, 20_000_000)])
def test_numbers_that_cannot_be_are_refused(app: Flask, articles: int, comments: int) -> None:
    code, output = generate(app, articles, comments)
    assert code == 2
    assert "is not in the range" in output
    assert number_of(User) == 0


def test_more_comments_than_so_few_articles_can_have_are_refused(app: Flask) -> None:
    code, output = generate(app, 10, 10_000_000)
    assert code == 1
    assert "10 articles can have 4,800,150 comments at most; nothing was generated." in output
    assert number_of(User) == 0


def test_the_least_there_can_be_is_what_is_known_by_name(app: Flask) -> None:
    assert generate(app, 5, 150)[0] == 0
    assert (number_of(Article), number_of(Comment)) == (5, 150)
