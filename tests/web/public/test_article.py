"""A reader opens an article."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.accounts.models import User
from blog.articles import publishing
from blog.articles.models import Article
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import count_queries, make_article, make_comment
from tests.pages import Client

BODY = """Boats left #Harbour at dawn, bound for #Tolm.

## What the pilots saw

> We were ready.
>
> — Mira Tolm, pilot

| Boat | Year |
|---|---|
| Ansa | 1998 |
"""


def test_it_has_all_that_the_author_wrote(client: Client, author: User) -> None:
    make_article(
        "Night ferry is kept",
        BODY,
        author=author,
        standfirst="A late vote.",
        published=datetime(2026, 8, 31, 14, 32, tzinfo=UTC),
    )
    page = client.page("/2026/08/night-ferry-is-kept/")
    assert page.heading == "Night ferry is kept"
    assert page.title == "Night ferry is kept | The Meridian"
    assert "A late vote." in page.text
    assert "31 August 2026, 14:32" in page.text
    assert page.all("h2")[0].text == "What the pilots saw"
    assert [(one.text, one.get("href")) for one in page.all("a", class_="hash")] == [
        ("#Harbour", "/tag/harbour/"),
        ("#Tolm", "/tag/tolm/"),
    ]
    assert page.one("a", class_="kicker", href="/tag/harbour/").text == "Harbour"
    assert page.all("td")[0].text == "Ansa"
    assert "Be the first to comment." in page.text
    assert author.name in page.text


def test_the_author_box_counts_what_readers_can_see(client: Client, author: User) -> None:
    author.biography_html = "<p>She writes about the coast.</p>"
    article = make_article("One", author=author)
    make_article("Two", author=author)
    make_article("Draft", author=author, published=False)
    make_article("To come", author=author, published=timedelta(days=1))
    make_article("Taken back", author=author, withdrawn="It was wrong.")
    page = client.page(article_url(article))
    assert "About Samira Rostami (2 Articles)" in page.text
    assert page.link("(2 Articles)") == "/author/samira-rostami/"
    assert "She writes about the coast." in page.text


def test_a_later_change_is_dated(client: Client) -> None:
    article = make_article(published=timedelta(hours=-5))
    assert "Updated" not in client.page(article_url(article)).text
    article.updated_at = article.published_at + timedelta(hours=1)
    assert "Updated" in client.page(article_url(article)).text


@pytest.mark.settings(TIMEZONE="Asia/Tehran")
def test_times_and_addresses_are_those_of_the_site_s_time_zone(client: Client) -> None:
    make_article("New month", published=datetime(2026, 8, 31, 22, 0, tzinfo=UTC))
    assert "1 September 2026, 01:30" in client.page("/2026/09/new-month/").text


@pytest.mark.parametrize(
    "path", ["/2026/08/ferry", "/2025/08/ferry/", "/2026/07/ferry/", "/2026/08/FERRY/", "/2026/08/boat/"]
)
def test_every_other_address_of_it_leads_to_the_one(client: Client, path: str) -> None:
    article = make_article("Ferry", slug="boat", published=datetime(2026, 8, 31, tzinfo=UTC))
    rename(article, "ferry")
    response = client.get(path)
    assert (response.status_code, response.location) == (301, "/2026/08/ferry/")


def test_a_redirect_keeps_what_was_asked(client: Client) -> None:
    make_article("Ferry", published=datetime(2026, 8, 31, tzinfo=UTC))
    assert client.get("/2026/01/ferry/?cpage=2").location == "/2026/08/ferry/?cpage=2"


def test_a_slug_that_comes_back_is_no_former_one(client: Client) -> None:
    article = make_article("Ferry", published=datetime(2026, 8, 31, tzinfo=UTC))
    rename(article, "boat")
    rename(article, "ferry")
    client.page("/2026/08/ferry/")
    assert client.get("/2026/08/boat/").location == "/2026/08/ferry/"


def test_a_draft_a_scheduled_and_an_unknown_article_are_not_there(client: Client) -> None:
    draft = make_article("Draft", published=False)
    scheduled = make_article("To come", published=timedelta(minutes=5))
    assert draft.slug == "draft"
    for path in ("/2026/11/draft/", article_url(scheduled), "/2026/08/nothing/", "/2026/13/nothing/", "/0000/00/x/"):
        assert client.page(path, 404).heading == "Page not found"


def test_a_scheduled_article_is_there_when_its_time_has_come(client: Client) -> None:
    article = make_article("To come", published=timedelta(minutes=5))
    client.page(article_url(article), 404)
    article.published_at -= timedelta(minutes=5, seconds=1)
    client.page(article_url(article), 200)


def test_a_withdrawn_article_says_so_with_the_editor_s_note(client: Client) -> None:
    article = make_article("Wrong numbers", "The secret body.", withdrawn="The figures were not ours to <publish>.")
    page = client.page(article_url(article), 410)
    assert "Wrong numbers" in page.text
    assert "The figures were not ours to <publish>." in page.text
    assert "The secret body." not in page.text
    assert "Wrong numbers" not in client.page("/").text


def test_more_to_read_are_those_that_share_most(client: Client) -> None:
    article = make_article("This", "#a #b #c")
    make_article("Far", "#a", published=timedelta(hours=-1))
    make_article("Near", "#a #b", published=timedelta(hours=-2))
    make_article("Other", "#d")
    make_article("Unseen", "#a #b #c", published=False)
    page = client.page(article_url(article))
    related = page.one("section", class_="related")
    assert [card.text for card in related.all("h3")] == ["Near", "Far"]


def test_comments_stand_in_threads_and_three_levels(client: Client) -> None:
    article = make_article()
    parent = None
    for number in range(1, 6):
        parent = make_comment(article, f"Level {number}", name=f"Reader{number}", parent=parent)
    page = client.page(article_url(article))
    assert page.one("h2", id="comments-title").text == "5 comments"
    assert "In reply to Reader4" in page.one(id=f"comment-{parent.id}").text
    assert [one.text for one in page.one(id=f"comment-{parent.id}").all("p")][-2:] == ["Level 5", "Reply Report"]
    # The fourth and the fifth stand in one list, below the third and no further in.
    deeper = page.one(id=f"comment-{parent.id}").closest("ol")
    assert [one.get("id") for one in deeper.all("li")] == [f"comment-{parent.id - 1}", f"comment-{parent.id}"]


def test_a_comment_is_set_from_the_side_it_is_written_from(client: Client) -> None:
    article = make_article()
    for name, text in (("Mina", "این آرام نیست"), ("Noa", "זה לא שקט"), ("Dara", "It is not quiet")):
        make_comment(article, text, name=name)
    page = client.page(article_url(article))
    set_in = [(one.get("lang"), one.get("dir")) for one in page.all("div", class_="comment-body")]
    assert set_in == [("fa", "rtl"), (None, "auto"), (None, "auto")]


def test_the_author_s_own_comment_has_a_badge(client: Client, author: User, admin: User) -> None:
    article = make_article(author=author)
    mine = make_comment(article, "From the author", user_id=author.id)
    ours = make_comment(article, "From the desk", user_id=admin.id)
    theirs = make_comment(article, "From a reader")
    page = client.page(article_url(article))
    badges = {
        one: [badge.text for badge in page.one(id=f"comment-{one.id}").all(class_="badge")]
        for one in (mine, ours, theirs)
    }
    assert badges == {mine: ["Author"], ours: ["Staff"], theirs: []}


@pytest.mark.parametrize("status", ["pending", "spam", "trash"])
def test_what_is_not_approved_is_nowhere(client: Client, status: str) -> None:
    article = make_article()
    make_comment(article, "Nobody reads this", name="Lurker", status=status)
    page = client.page(article_url(article))
    assert "Nobody reads this" not in page.text
    assert "Lurker" not in page.text
    assert "Be the first to comment." in page.text


def test_a_removed_comment_keeps_its_place_while_there_are_replies(client: Client) -> None:
    article = make_article()
    gone = make_comment(article, "Something rude", name="Rude", status="approved")
    reply = make_comment(article, "An answer", name="Calm", parent=gone)
    gone.status = "trash"
    page = client.page(article_url(article))
    assert "This comment was removed." in page.text
    assert "Something rude" not in page.text
    assert "Rude" not in page.text
    reply.status = "trash"
    assert "This comment was removed." not in client.page(article_url(article)).text


def test_comments_are_paged_by_fifty_threads(client: Client) -> None:
    article = make_article()
    comments = [make_comment(article, f"Number {number}", name=f"Reader{number}") for number in range(1, 52)]
    first = client.page(article_url(article))
    assert "Number 50" in first.text
    assert "Number 51" not in first.text
    second = client.page(article_url(article) + "?cpage=2")
    assert second.title == f"{second.heading}, page 2 of comments | The Meridian"
    assert "Number 51" in second.text
    assert (
        client.get(f"/comments/{comments[-1].id}").location
        == f"{article_url(article)}?cpage=2#comment-{comments[-1].id}"
    )
    for page in ("3", "0", "-1", "x", "1e3", "99999999999999999999"):
        client.page(f"{article_url(article)}?cpage={page}", 404)


def test_a_comment_s_own_address_shows_only_what_is_public(client: Client) -> None:
    article = make_article()
    held = make_comment(article, "Held", status="pending")
    on_withdrawn = make_comment(make_article("Gone"), "Was fine")
    publishing.withdraw(db.session.get(Article, on_withdrawn.article_id), "No.")
    for comment_id in (held.id, on_withdrawn.id, 999_999, 2**31, 10**30):
        client.page(f"/comments/{comment_id}", 404)


def test_a_reply_link_without_script_puts_the_form_under_the_comment(client: Client) -> None:
    article = make_article()
    comment = make_comment(article, "Is this true?", name="Dara")
    page = client.page(f"{article_url(article)}?replyto={comment.id}")
    form, _ = page.form("Post Comment")
    assert page.filled(form)["parent"] == [str(comment.id)]
    assert page.one(id=f"comment-{comment.id}").all("form")
    assert "Reply to Dara" in [heading.text for heading in page.all("h2")]
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert page.response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("asked", ["999999", "x", "", "-1", "2147483648", "9" * 18, "9" * 30, "²"])
def test_a_stale_reply_link_says_that_the_comment_is_gone(client: Client, asked: str) -> None:
    page = client.page(f"{article_url(make_article())}?replyto={asked}")
    assert "The comment you are replying to is no longer available." in page.text


def test_a_reply_makes_only_the_discussion_anew(client: Client) -> None:
    article = make_article("Night ferry is kept", BODY)
    path = article_url(article)
    client.get(path)
    make_comment(article, "Was the pilot asked?", name="Sia", address="sia@example.org")
    db.session.commit()
    with count_queries() as asked:
        page = client.page(path)
    assert "Was the pilot asked?" in page.text
    assert page.one("a", href="#comments").text == page.one("h2", id="comments-title").text == "1 comment"
    assert '"commentCount": 1,' in page.one("script", type="application/ld+json").raw_text
    assert "What the pilots saw" in page.text
    assert not [statement for statement in asked if "articles" in statement]


def rename(article: Article, slug: str) -> None:
    publishing.write(article, publishing.Writing(article.headline, article.standfirst, article.body, slug=slug))
    article.updated_at = article.published_at
