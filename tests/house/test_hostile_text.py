"""Whatever is typed into whatever form: no error of ours, legal text comes back as typed, and none leaves its place."""

import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from PIL import Image

from blog.accounts.models import BIOGRAPHY_LENGTH, NAME_LENGTH, User
from blog.articles import editing
from blog.articles.models import HEADLINE_LENGTH, SLUG_LENGTH, STANDFIRST_LENGTH, TICKER_LINE_LENGTH, Article
from blog.comments.models import Comment
from blog.comments.threads import PAGE_THREADS
from blog.media.models import ALT_LENGTH, CAPTION_LENGTH, Picture
from blog.tools.cleaning import clean, is_visible
from blog.tools.database import db
from blog.tools.sanitizing import ATTRIBUTES, TAGS, safe_comment_html
from blog.web.desk.forms import one_line
from blog.web.public.linked_data import HEADLINE_SHOWN
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article, make_comment
from tests.hostile import BYTES, HOSTILE, SIGNS, STRINGS
from tests.html import Element
from tests.newsroom import Newsroom
from tests.pages import Client, Page, sign_in

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What leaves an element if anything does; these are looked at one by one where all of them would take long.
SHARP = [
    *HOSTILE["ends of elements"],
    *HOSTILE["elements"][::2],
    *HOSTILE["mutations"][::2],
    *HOSTILE["directions"][::4],
]
# Where the database and the rules for single characters are all that is asked.
PLAIN = [one for strings in SIGNS.values() for one in strings]


@pytest.fixture
def strings(app: Flask) -> list[str]:
    """All of them; for the other database those that a database could stumble over."""
    return STRINGS if db.engine.dialect.name == "sqlite" else PLAIN[::2]


def say(client: Client, article: Article, **fields: str) -> tuple[int, str]:
    """Post the reply form; the status, and the first sentence that it is refused with."""
    harmless = {"comment": "Agreed.", "author": "Dara", "email": "dara@example.org", "url": ""}
    form = {"article": str(article.id), "parent": "", **harmless, **fields}
    answer = client.post("/comments", data=form, headers=SAME_ORIGIN)
    if answer.status_code == 303:
        return 303, ""
    page = Page(answer)
    for name, typed in fields.items():
        assert page.one(id=name).raw_text == clean(typed) or page.one(id=name).get("value") == clean(typed)
    return answer.status_code, page.all("p", class_="err")[0].text


def shape(element: Element) -> tuple:
    """`element` by its tags and attributes, without what is written in it; Markdown's own marks are left out."""
    names = sorted(element.attributes.keys() - {"lang", "dir"})
    inside = [] if {"comment-body", "prose", "bio"} & set(element.classes) else element.children
    return element.tag, names, [shape(child) for child in inside if isinstance(child, Element)]


def look_inside(body: Element) -> None:
    """In what is made of Markdown there is nothing but what Markdown may make."""
    for one in body.all():
        assert one.tag in TAGS, one
        assert one.attributes.keys() <= set(ATTRIBUTES.get(one.tag, ())), one
        assert re.match("https?://", one.get("href") or "https://", re.IGNORECASE), one


def test_a_comment_and_a_name_are_kept_as_typed_or_refused_with_a_reason(client: Client, strings: list[str]) -> None:
    client.looks = False
    article = make_article()
    for number, typed in enumerate(strings):
        name, address = typed[:NAME_LENGTH], f"a{number}@example.org"
        status, _ = say(client, article, comment=typed, author=name, email=address)
        if status == 303:
            last = db.session.query(Comment.text, Comment.name).order_by(Comment.id.desc()).first()
            assert last == (clean(typed), clean(name))
            continue
        # One of the two, or both: each alone is refused for a reason of its own.
        assert say(client, article, comment=typed, email=address)[1] in reasons("Comment", clean(typed)), typed
        assert say(client, article, author=name, email=f"b{address}")[1] in reasons("Name", clean(name), "\t\n"), name


def reasons(field: str, typed: str, more: str = "") -> set[str]:
    """What `typed` may be refused with; "" is among them where nothing is wrong with it."""
    if UNSHOWABLE.search(typed) or set(more) & set(typed):
        return {f"Error: {field} has a character in it that cannot be shown. Remove it"}
    if not is_visible(typed):
        return {"Error: Write a comment before you post it", "Error: Enter your name"}
    return {
        "",
        "Error: Add a few words of your own to the link",
        "Error: This name stands for the newsroom. Choose another",
    }


def test_a_website_is_kept_as_typed_if_it_is_one(app: Flask, client: Client) -> None:
    client.looks = False
    article = make_article()
    for number, typed in enumerate([*HOSTILE["websites"], *STRINGS[::20]]):
        status, _ = say(client, article, url=typed, email=f"a{number}@example.org")
        assert status in (303, 422)
        if status == 303:
            website = db.session.query(Comment.website).order_by(Comment.id.desc()).first()[0]
            assert website == clean(typed)
            assert re.match("https?://|$", website, re.IGNORECASE)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_comment_and_no_name_leaves_its_place(app: Flask, client: Client) -> None:
    texts = [one for one in map(clean, STRINGS) if one and not UNSHOWABLE.search(one)]
    names = [" ".join(one.split())[:NAME_LENGTH] for one in texts]
    hostile = under_one_article(texts, names)
    harmless = under_one_article(["Agreed."] * len(texts), ["Dara"] * len(texts))
    shown = []
    for number in range(1, -(-len(texts) // PAGE_THREADS) + 1):
        page, plain = (client.page(article_url(article, cpage=number)) for article in (hostile, harmless))
        assert shape(page.root) == shape(plain.root)
        for body in page.all("div", class_="comment-body"):
            look_inside(body)
        shown += [who.raw_text for who in page.all("a", class_="who", rel="nofollow ugc noopener")]
    assert sorted(shown) == sorted(names)


def under_one_article(texts: list[str], names: list[str]) -> Article:
    article = make_article("A day like others")
    for number, (text, name) in enumerate(zip(texts, names, strict=True)):
        address = f"a{number}@example.org"
        make_comment(article, f"{text}\n\n{number}", name=name, address=address, website="https://a.example/")
    return article


@pytest.fixture
def desk(client: Client, author: User) -> Client:
    sign_in(client, author)
    return client


@pytest.fixture
def token(desk: Client) -> str:
    return desk.page("/desk/profile").all("input", name="csrf_token")[0].get("value")


def test_an_article_is_kept_as_typed_or_refused(desk: Client, author: User, token: str, strings: list[str]) -> None:
    desk.looks = False
    article = make_article(author=author)
    for typed in strings:
        fields = {
            "headline": typed[:HEADLINE_LENGTH],
            "standfirst": typed[:STANDFIRST_LENGTH],
            "body": f"{typed}\n\n#{typed}",
            "ticker_line": one_line(typed)[:TICKER_LINE_LENGTH],
        }
        form = fields | {"rev": str(article.revision), "csrf_token": token}
        answer = desk.post(f"/desk/articles/{article.id}", data=form, headers=SAME_ORIGIN)
        if UNSHOWABLE.search(clean(typed)) or "\t" in one_line(typed) or not one_line(typed):
            assert answer.status_code == 422, repr(typed)
            assert 'class="err"' in answer.text
        else:
            assert answer.status_code == 303, repr(typed)
            kept = (article.headline, article.standfirst, article.body)
            assert kept == (one_line(fields["headline"]), one_line(fields["standfirst"]), clean(fields["body"]))
            for tag in editing.for_desk(author, article.id).tags:
                assert re.fullmatch(r"[^\s/?#&<>\"'\\%]+", tag.slug)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_headline_leaves_its_place(app: Flask, desk: Client, author: User, token: str) -> None:
    article = make_article("A day like others", "Words.", author=author, standfirst="Like others.")
    reader, editor, plain = app.test_client(), f"/desk/articles/{article.id}", {}
    for typed in ["A day like others", *SHARP]:
        shown = one_line(typed)
        form = {"headline": typed, "standfirst": typed, "ticker_line": shown[:TICKER_LINE_LENGTH], "ticker": "y"}
        form |= {"body": f"{typed}\n\n{typed}", "rev": str(article.revision), "csrf_token": token}
        assert desk.post(editor, data=form, headers=SAME_ORIGIN).status_code == 303, typed
        for path in ("/", "/desk/articles?state=published", editor, article_url(article)):
            page = (desk if path.startswith("/desk") else reader).page(path)
            assert shape(page.root) == shape(plain.setdefault(path, page).root), typed
            if path == editor:
                assert (page.one(id="headline").raw_text, page.one(id="body").raw_text) == (shown, clean(form["body"]))
        # The last is the article's own page.
        assert page.heading == " ".join(shown.split())
        assert page.title == f"{page.heading} | The Meridian"
        assert page.one("meta", property="og:title").get("content") == shown
        graph = json.loads(page.one("script", type="application/ld+json").raw_text)["@graph"]
        assert (graph[0]["headline"], graph[2]["itemListElement"][-1]["name"]) == (shown[:HEADLINE_SHOWN], shown)


def test_an_address_is_made_of_plain_letters_or_refused(
    desk: Client, author: User, token: str, strings: list[str]
) -> None:
    desk.looks = False
    article = make_article(author=author, published=False)
    for typed in strings[::3]:
        form = {"headline": "A day", "slug": typed[:SLUG_LENGTH], "rev": str(article.revision), "csrf_token": token}
        answer = desk.post(f"/desk/articles/{article.id}", data=form, headers=SAME_ORIGIN)
        assert answer.status_code in (303, 422)
        assert answer.status_code == 303 or 'class="err"' in answer.text
        assert re.fullmatch("[a-z0-9-]+", article.slug)


def test_a_profile_is_kept_as_typed_or_refused(desk: Client, author: User, token: str, strings: list[str]) -> None:
    desk.looks = False
    for typed in strings[::2]:
        name, biography = typed[:NAME_LENGTH], typed[:BIOGRAPHY_LENGTH]
        form = {"name": name, "slug": "samira-rostami", "biography": biography, "csrf_token": token}
        answer = desk.post("/desk/profile", data=form, headers=SAME_ORIGIN)
        if answer.status_code == 303:
            assert (author.name, author.biography) == (clean(name), clean(biography))
        else:
            assert answer.status_code == 422
            assert 'class="err"' in answer.text
            assert UNSHOWABLE.search(clean(typed)) or re.search(r"[\n\t]", clean(name)) or not is_visible(name)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_author_leaves_their_place(app: Flask, author: User, admin: User) -> None:
    article, plain = make_article(author=author), {}
    boss = app.test_client()
    sign_in(boss, admin)
    for typed in ["Samira Rostami", *SHARP]:
        author.name, author.biography = one_line(typed)[:NAME_LENGTH], clean(typed)
        author.biography_html = safe_comment_html(author.biography)
        for path in (author_url(author), article_url(article), f"/admin/people/{author.id}"):
            page = boss.page(path)
            for bio in (*page.all(class_="bio"), *page.all("dd")[-1:]):
                look_inside(bio)
                bio.children.clear()
            assert shape(page.one("main")) == shape(plain.setdefault(path, page).one("main")), typed
        role = {"role": "author", "csrf_token": page.all("input", name="csrf_token")[0].get("value")}
        page = Page(boss.post(f"{path}/role", data=role, headers=SAME_ORIGIN, follow_redirects=True))
        assert page.one("p", class_="notice").one("bdi").raw_text == author.name


def test_a_picture_is_described_as_typed_whatever_its_file_is_called(
    app: Flask, desk: Client, token: str, strings: list[str]
) -> None:
    file = io.BytesIO()
    Image.new("RGB", (12, 8)).save(file, "PNG")
    for typed in [*HOSTILE["paths"], *strings[::3]]:
        form = {"alt": typed[:ALT_LENGTH], "caption": clean(typed)[:CAPTION_LENGTH], "csrf_token": token}
        form["file"] = (io.BytesIO(file.getvalue()), typed)
        answer = desk.post("/desk/pictures", data=form, headers=SAME_ORIGIN | {"Accept": "application/json"})
        if answer.status_code == 201:
            picture = db.session.get(Picture, answer.json["id"])
            assert (picture.alt, picture.caption) == (clean(form["alt"]), form["caption"])
            assert re.fullmatch("[0-9a-f]{32}", picture.name)
        else:
            assert answer.status_code == 422
            assert answer.json["errors"], repr(typed)
    assert {file.suffix for file in (Path(app.instance_path) / "uploads").iterdir()} == {".webp"}
    assert desk.page("/desk/pictures").all("img")


# Every parameter that a page reads, and every part of an address, by who may ask; `{}` is where the text stands.
READERS = (
    "/?page={}", "/tag/iraq/?page={}", "/author/samira-rostami/?page={}", "ARTICLE?cpage={}",
    "ARTICLE?replyto={}&pending={}&key={}&notice={}", "ARTICLE?pending=PENDING&key={}", "/comments/new?article={}",
    "/comments/new?article=1&parent={}", "/comments/PENDING/revision?key={}", "/login?next={}", "/reset/{}",
    "/tag/{}/", "/author/{}/", "/2026/11/{}/", "/media/{}-480.webp", "/static/x/{}",
)  # fmt: skip
STAFF = (
    "/desk/articles?state={}", "/desk/articles?page={}", "/admin/comments?q={}", "/admin/comments?status={}",
    "/admin/comments?article={}&page=1", "/admin/comments?page={}", "/admin/comments?done={}",
    "/admin/comments/removal?status=trash&id={}", "/admin/comments/removal?status=trash&all=1&until={}",
    "/admin/comments/PENDING?q={}", "/admin/comments/PENDING/reply?status={}",
)  # fmt: skip


def test_no_address_makes_a_fault(app: Flask, client: Client, newsroom: Newsroom, strings: list[str]) -> None:
    sign_in(boss := app.test_client(), newsroom.admin)
    boss.looks = client.looks = False
    article, pending = article_url(newsroom.article), str(newsroom.pending.id)
    strings = [*strings, *BYTES]
    for number, address in enumerate(READERS + STAFF):
        visitor = client if address in READERS else boss
        address = address.replace("ARTICLE", article).replace("PENDING", pending)
        # Each string at one or two addresses.
        for one in strings[number % 16 :: 16]:
            path, _, query = address.replace("{}", quote(one, safe="")).partition("?")
            answer = visitor.get(path, query_string=query)
            assert answer.status_code < 500, (address, one)
            assert "canary" not in answer.headers.get("Location", "").partition("?")[0]


def test_bytes_that_are_no_text_are_kept_as_something_that_can_be_shown(app: Flask, client: Client) -> None:
    article = make_article()
    kind = "application/x-www-form-urlencoded"
    for number, sent in enumerate(BYTES * 2):
        comment = sent if number < len(BYTES) else quote(sent).encode()
        form = b"article=%d&email=a%d@example.org&author=Dara&comment=x%s" % (article.id, number, comment)
        answer = client.post("/comments", data=form, content_type=kind, headers=SAME_ORIGIN)
        # A form that is not even ASCII is no form: nothing of it is read.
        assert answer.status_code in (303, 422) or (answer.status_code == 410 and not comment.isascii())
    assert db.session.query(Comment).count() >= len(BYTES)
    for text, html in db.session.query(Comment.text, Comment.html):
        assert "<" not in html.removeprefix("<p>").removesuffix("</p>")
        assert text == text.encode().decode()
