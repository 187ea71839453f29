"""What a page that stays open asks for: the items of the News Ticker and the newest articles, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.articles import publishing
from blog.web.template_helpers import article_url
from tests.factories import count_queries, make_article
from tests.pages import Client, Page

PATH = "/ticker.json"


def lines(client: Client) -> list[str]:
    return [item["text"] for item in client.get(PATH).json["items"]]


def test_an_empty_site_has_nothing_new(client: Client) -> None:
    assert client.get(PATH).json == {"items": [], "latest": []}


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_an_item_is_what_the_strip_shows(client: Client) -> None:
    plain = make_article("Plain", published=datetime(2024, 8, 30, 12, tzinfo=UTC))
    flagged = make_article(
        "A <long> headline",
        published=datetime(2024, 8, 31, 21, tzinfo=UTC),
        ticker=True,
        ticker_until=datetime.now(UTC) + timedelta(hours=1),
        ticker_line="Short & sharp",
    )
    answer = client.get(PATH)
    assert answer.mimetype == "application/json"
    assert answer.json == {
        "items": [
            {
                "id": flagged.id,
                "url": article_url(flagged),
                "text": "Short & sharp",
                "time": "2024-09-01T00:30:00+03:30",
                "shown": "Sep 2024",
            }
        ],
        "latest": [flagged.id, plain.id],
    }
    strip = client.page("/").one("news-ticker")
    assert strip.one("li").get("data-id") == str(flagged.id)
    assert strip.one("time").text == "Sep 2024"
    assert strip.one("a").get("href") == article_url(flagged)


def test_it_holds_only_what_every_reader_may_see(client: Client) -> None:
    seen = make_article("Seen", ticker=True, published=timedelta(hours=-2))
    make_article("A draft", ticker=True, published=False)
    make_article("Tomorrow", ticker=True, published=timedelta(days=1))
    make_article("Taken back", ticker=True, withdrawn="No.")
    ended = make_article("Ended", ticker=True, published=timedelta(hours=-1))
    ended.ticker_until = datetime.now(UTC) - timedelta(seconds=1)
    answer = client.get(PATH)
    assert [item["text"] for item in answer.json["items"]] == ["Seen"]
    assert answer.json["latest"] == [ended.id, seen.id]
    for word in ("draft", "Tomorrow", "Taken", "Ended", "Samira", "example.com"):
        assert word not in answer.text


def test_the_newest_come_first_and_no_more_than_the_strip_holds(client: Client) -> None:
    for number in range(14):
        make_article(f"Story {number}", ticker=True, published=timedelta(hours=-number))
    assert lines(client) == [f"Story {number}" for number in range(12)]


def test_who_has_the_answer_is_told_so_until_something_is_new(client: Client) -> None:
    article = make_article("One", ticker=True)
    first = client.get(PATH)
    assert first.headers["Cache-Control"] == client.get("/").headers["Cache-Control"]
    had = {"If-None-Match": first.headers["ETag"]}
    again = client.get(PATH, headers=had)
    assert (again.status_code, again.data) == (304, b"")

    publishing.withdraw(article, "")
    after = client.get(PATH, headers=had)
    assert (after.status_code, after.json) == (200, {"items": [], "latest": []})


def test_as_long_as_nothing_is_new_it_costs_no_question(client: Client) -> None:
    for number in range(9):
        make_article(f"Story {number}", ticker=True)
    first = client.get(PATH)
    with count_queries() as asked:
        assert client.get(PATH).data == first.data
    assert asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_can_only_be_read(client: Client, method: str) -> None:
    assert client.open(PATH, method=method).status_code == 405


def test_a_list_of_the_latest_knows_what_was_published_before_it(client: Client) -> None:
    older, newer = make_article("Older", published=timedelta(hours=-1)), make_article("Newer")
    front = client.page("/").one("section", class_="latest")
    assert front.get("data-known") == f"{newer.id} {older.id}"
    beside = client.page(article_url(newer)).one("section", class_="latest")
    assert beside.get("data-known") == f"{older.id} {newer.id}"


def test_the_answer_to_a_form_is_not_loaded_anew(client: Client, reader: dict[str, str]) -> None:
    make_article("Another")
    article = make_article()
    page = client.submit(client.page(article_url(article)), "Post Comment", status=422, comment="", **reader)
    assert page.one("section", class_="latest").get("data-known") is None
    assert scripts(page) == []


def test_the_script_is_loaded_where_there_is_something_to_renew(client: Client) -> None:
    assert scripts(client.page("/")) == []
    make_article("One", ticker=True)
    assert set(scripts(client.page("/"))) == {"news-ticker.js", "live.js"}
    assert scripts(client.page("/archive/")) == ["news-ticker.js", "live.js"]


def scripts(page: Page) -> list[str]:
    """The scripts of the ticker and of what is live."""
    names = [one.get("src").rpartition("/")[2] for one in page.all("script") if one.get("src")]
    return [name for name in names if name in ("news-ticker.js", "live.js")]
