"""A page asks the database the same number of questions whatever the number of rows."""

from datetime import timedelta

from flask import Flask

from blog.web.template_helpers import author_url
from tests.factories import count_queries, make_article, make_comment, make_picture, make_user
from tests.newsroom import Newsroom
from tests.pages import Client
from tests.rendering import make_anew

# No page of readers needs more, and none of a list more than this.
MOST = 15
MOST_OF_A_LIST = 10


def test_readers_pages_ask_no_more_questions_when_there_is_more_to_show(client: Client, newsroom: Newsroom) -> None:
    # Enough for every part of the pages to be there.
    for number in range(8):
        make_article(f"Brief {number}", "More from #Iraq.", published=timedelta(hours=-number - 4))
    few = _questions(client, newsroom)
    _publish_much(newsroom)
    many = _questions(client, newsroom)
    assert many == few
    assert max(few.values()) <= MOST, few


def test_a_page_far_behind_asks_what_every_page_of_a_list_asks(client: Client, newsroom: Newsroom) -> None:
    _publish_much(newsroom)
    paths = ["/?page=2", "/?page=3", "/tag/iraq/", "/tag/iraq/?page=2", author_url(newsroom.author), "/archive/"]
    asked = _questions(client, newsroom, paths)
    assert max(asked.values()) <= MOST_OF_A_LIST, asked
    assert asked["/?page=2"] == asked["/?page=3"]
    assert asked["/tag/iraq/"] == asked["/tag/iraq/?page=2"]


def test_a_thread_of_any_shape_costs_the_same(app: Flask, client: Client, newsroom: Newsroom) -> None:
    paths = newsroom.reader_paths[1:2]
    few = _questions(client, newsroom, paths)
    _reply_in_a_chain(newsroom, 60)
    for number in range(60):
        make_comment(newsroom.article, f"Wide {number}", name="Sia", address=f"wide{number}@example.org")
    assert _questions(client, newsroom, paths) == few


def _questions(client: Client, newsroom: Newsroom, paths: list[str] | None = None) -> dict[str, int]:
    questions = {}
    for path in paths or newsroom.reader_paths:
        client.get(path)
        with count_queries() as asked:
            assert make_anew(client.application, path).status == 200
        questions[path] = len(asked)
    return questions


def _publish_much(newsroom: Newsroom) -> None:
    authors = [newsroom.author, *(make_user(f"Author {number}", email=f"a{number}@example.com") for number in range(5))]
    for number in range(45):
        article = make_article(
            f"News {number}",
            f"From #Iraq and #Iran, with #tag{number % 7} and #word{number % 5}.",
            author=authors[number % 6],
            published=timedelta(hours=-number - 4),
            lead_picture_id=make_picture().id if number % 9 == 0 else None,
            ticker=True,
            ticker_until=newsroom.article.ticker_until,
        )
        make_comment(article, name="Sia", address=f"s{number}@example.org")
    _reply_in_a_chain(newsroom, 12)


def _reply_in_a_chain(newsroom: Newsroom, length: int) -> None:
    comment = newsroom.comment
    for number in range(length):
        address = f"deep{number}@example.org"
        comment = make_comment(newsroom.article, f"Deep {number}", name="Sia", address=address, parent=comment)
