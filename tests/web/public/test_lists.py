"""A reader finds articles: front page, tags, authors, archive, ticker."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from blog.accounts.models import FormerAuthorSlug, User
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.pages import Client, Page


def headlines(page: Page) -> list[str]:
    return [one.text for one in page.all(class_="card-title")]


def test_an_empty_site_says_what_to_do_next(client: Client) -> None:
    page = client.page("/")
    assert "Nothing has been published yet." in page.text
    assert "flask people create --role admin" in page.text
    client.page("/archive/")
    for path in (
        "/tag/harbour/",
        "/author/nobody/",
        "/archive/2026/",
        "/archive/0000/",
        "/archive/2026/08/",
        "/?page=2",
    ):
        client.page(path, 404)


def test_a_site_with_people_but_no_news_does_not_explain_itself_to_readers(client: Client, author: User) -> None:
    page = client.page("/")
    assert "Nothing has been published yet." in page.text
    assert "flask people" not in page.text


def test_the_front_page_leads_with_the_newest(client: Client) -> None:
    for number in range(1, 46):
        make_article(f"Story {number}", published=timedelta(hours=-number))
    first = client.page("/")
    assert headlines(first)[0] == "Story 1"
    assert first.link("Older") == "/?page=2"
    second = client.page("/?page=2")
    assert headlines(second)[:2] == ["Story 21", "Story 22"]
    assert second.link("Newer") == "/"
    assert "Page 2 of 3" in second.text
    for page in ("4", "0", "x", "-1", "1.5", "99999999999"):
        client.page(f"/?page={page}", 404)


def test_each_article_of_a_page_is_on_it(client: Client) -> None:
    for number in range(1, 21):
        make_article(f"Story {number}", published=timedelta(hours=-number))
    shown = client.page("/").text
    for number in range(1, 21):
        assert f"Story {number}" in shown


def test_every_page_of_every_list_has_its_own_articles(client: Client, author: User, admin: User) -> None:
    lists: dict[str, list[str]] = {}
    for number in range(44):
        writer, tag = ((author, "harbour"), (admin, "marsh"))[number % 2]
        headline = make_article(
            f"Story {number}", f"#{tag}", author=writer, published=timedelta(hours=-number)
        ).headline
        for path in ("/", f"/tag/{tag}/", f"/author/{writer.slug}/"):
            lists.setdefault(path, []).append(headline)
    for path, all_of_it in lists.items():
        if path != "/":
            assert headlines(client.page(path)) == all_of_it[:20]
        assert headlines(client.page(f"{path}?page=2")) == all_of_it[20:40]


def test_each_card_tells_how_many_comments_there_are(client: Client) -> None:
    articles = [make_article(f"Story {number}", "#Harbour", published=timedelta(hours=-number)) for number in range(25)]
    # On the front page the lead, one beside it, one in the band and one below; on the second page one.
    for number, comments in ((0, 1), (2, 2), (4, 3), (15, 1), (22, 2)):
        for one in range(comments):
            make_comment(articles[number], f"Comment {one}")
        make_comment(articles[number], "Spam", name="Spam", status="spam")
    told = {"Story 0": "1 comment", "Story 2": "2 comments", "Story 4": "3 comments", "Story 15": "1 comment"}
    told["Story 22"] = "2 comments"
    seen: set[str] = set()
    for path in ("/", "/tag/harbour/", "/author/samira-rostami/"):
        for page in (client.page(path), client.page(f"{path}?page=2")):
            for card in page.all("article", class_="card"):
                headline, meta = card.one(class_="card-title").text, card.one(class_="meta").text
                assert ("comment" in meta) == (headline in told), (path, headline)
                assert told.get(headline, "") in meta
                seen.add(headline)
    assert len(seen) == 25


def test_a_section_with_four_more_stories_has_a_band(client: Client) -> None:
    for number in range(7):
        make_article(f"Boat {number}", "#Harbour news", published=timedelta(days=-number))
    for number in range(3):
        make_article(f"Reed {number}", "#Marsh news", published=timedelta(days=-20 - number))
    page = client.page("/")
    bands = [one.text for one in page.all("h2")]
    assert "Harbour" in bands
    assert "Marsh" not in bands
    # Each story once: three on top, four in the band, the rest below.
    assert sorted(headlines(page)) == [*(f"Boat {number}" for number in range(7)), *(f"Reed {n}" for n in range(3))]


def test_a_tag_lists_its_articles_whatever_its_case(client: Client) -> None:
    make_article("One", "By #Harbour folk", published=timedelta(hours=-1))
    make_article("Two", "By #harbour folk and #فانوس")
    make_article("Draft", "By #Harbour folk", published=False)
    page = client.page("/tag/harbour/")
    assert page.heading == "#Harbour"
    assert headlines(page) == ["Two", "One"]
    assert "2 articles" in page.text
    assert client.get("/tag/HARBOUR/").location == "/tag/harbour/"
    assert client.page("/tag/فانوس/").heading == "#فانوس"
    assert "/tag/%D9%81%D8%A7%D9%86%D9%88%D8%B3/" in [link.get("href") for link in page.all("a")]


def test_a_tag_without_public_articles_offers_the_archive(client: Client) -> None:
    make_article("One", "By #Harbour folk", withdrawn="Not so.")
    page = client.page("/tag/harbour/")
    assert "No articles carry #Harbour yet." in page.text


def test_an_author_s_page_lists_what_is_public(client: Client, author: User, admin: User) -> None:
    make_article("Mine", author=author)
    make_article("Theirs", author=admin)
    page = client.page("/author/samira-rostami/")
    assert page.heading == "Samira Rostami"
    assert headlines(page) == ["Mine"]


def test_a_former_address_of_an_author_leads_to_the_present_one(client: Client, author: User) -> None:
    db.session.add(FormerAuthorSlug(slug="s-rostami", user_id=author.id))
    response = client.get("/author/s-rostami/")
    assert (response.status_code, response.location) == (301, "/author/samira-rostami/")


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_the_archive_counts_by_month_of_the_site_s_time_zone(client: Client) -> None:
    make_article("Late in August", published=datetime(2025, 8, 31, 22, 0, tzinfo=UTC))
    make_article("In August", published=datetime(2025, 8, 3, tzinfo=UTC))
    make_article("Before", published=datetime(2024, 1, 3, tzinfo=UTC))
    page = client.page("/archive/")
    assert [one.text for one in page.all("h2")] == ["2025", "2024"]
    assert "/archive/2025/09/" in [one.get("href") for one in page.all("a")]
    assert "Late in August" in client.page("/archive/2025/09/").text
    assert "Late in August" not in client.page("/archive/2025/08/").text
    assert "Before" not in client.page("/archive/2025/").text
    for path in ("/archive/2025/10/", "/archive/2023/", "/archive/2025/13/", "/archive/0000/00/"):
        client.page(path, 404)


def test_a_busy_month_of_the_archive_has_pages(client: Client) -> None:
    noon = datetime(2025, 8, 31, 12, tzinfo=UTC)
    for number in range(52):
        make_article(f"News {number}", published=noon - timedelta(hours=number))
    make_article("Before", published=datetime(2025, 7, 31, tzinfo=UTC))
    first = client.page("/archive/2025/08/")
    assert [one.text for one in first.all("h2")][:2] == ["31 August 2025", "30 August 2025"]
    assert first.link("Older") == "/archive/2025/08/?page=2"
    second = client.page("/archive/2025/08/?page=2")
    assert [one.text for one in second.one("main").all("li")] == ["10:00News 50", "09:00News 51"]
    assert second.link("Newer") == "/archive/2025/08/"
    assert second.one("link", rel="canonical").get("href").endswith("/archive/2025/08/?page=2")
    for page in ("3", "0", "x"):
        client.page(f"/archive/2025/08/?page={page}", 404)


def test_numbers_leave_out_what_is_scheduled_until_its_time(client: Client, author: User) -> None:
    make_article("Now", "By #Harbour folk")
    soon = datetime.now(UTC) + timedelta(minutes=2)
    make_article("Soon", "By #Harbour folk", published=soon)
    pages = ("/tag/harbour/", "/author/samira-rostami/")
    for path in pages:
        assert "1 article" in client.page(path).text
    with time_machine.travel(soon + timedelta(seconds=1)):
        for path in pages:
            page = client.page(path)
            assert "2 articles" in page.text
            assert headlines(page) == ["Soon", "Now"]


def test_the_ticker_shows_flagged_news_until_its_time(client: Client) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    make_article("Plain", published=timedelta(hours=-3))
    make_article("Flagged", ticker=True, ticker_until=soon, published=timedelta(hours=-2))
    make_article(
        "Long headline", ticker=True, ticker_until=soon, ticker_line="Short line", published=timedelta(hours=-1)
    )
    make_article("Over", ticker=True).ticker_until = datetime.now(UTC) - timedelta(seconds=1)
    make_article("To come", ticker=True, ticker_until=soon, published=timedelta(minutes=5))
    make_article("Gone", ticker=True, ticker_until=soon, withdrawn="No.")
    ticker = client.page("/").one("news-ticker")
    assert [one.text for one in ticker.all("a")] == ["Short line", "Flagged"]
    assert ticker.one(id="ticker-title").text == "News Ticker"


def test_the_ticker_is_on_every_public_page_and_gone_when_empty(client: Client) -> None:
    article = make_article("One", "#Harbour", ticker=True, published=datetime(2026, 8, 31, tzinfo=UTC))
    article.ticker_until = datetime.now(UTC) + timedelta(hours=1)
    pages = ["/", article_url(article), "/tag/harbour/", "/author/samira-rostami/", "/archive/", "/archive/2026/08/"]
    for path in pages:
        assert client.page(path).all("news-ticker")
    assert client.page("/nothing", 404).all("news-ticker")
    article.ticker = False
    for path in pages:
        assert not client.page(path).all("news-ticker")


def test_the_ticker_holds_twelve(client: Client) -> None:
    for number in range(14):
        make_article(f"Story {number}", ticker=True, ticker_until=datetime.now(UTC) + timedelta(hours=1))
    assert len(client.page("/").one("news-ticker").all("a")) == 12


def test_most_discussed_counts_what_readers_see(client: Client) -> None:
    quiet, loud = make_article("Quiet"), make_article("Loud")
    make_comment(quiet, "One")
    make_comment(quiet, "Spam one", name="Spam", status="spam")
    make_comment(quiet, "Spam two", name="Spam", status="spam")
    make_comment(loud, "One")
    make_comment(loud, "Two")
    ranked = client.page("/").one("ol", class_="ranked")
    assert [one.text for one in ranked.all("a")] == ["Loud", "Quiet"]
    assert "2 comments" in ranked.text
    assert "1 comment" in ranked.text


def test_of_those_that_are_discussed_as_much_the_newest_come_first(client: Client) -> None:
    for number in range(6):
        make_comment(make_article(f"Story {number}", published=timedelta(hours=-number)), "One")
    ranked = client.page("/").one("ol", class_="ranked")
    assert [one.text for one in ranked.all("a")] == ["Story 0", "Story 1", "Story 2", "Story 3"]
