"""A reader's comment, name and website are kept as typed or refused, and stay in their places."""

import re
from urllib.parse import quote

import pytest
from flask import Flask

from blog.accounts.models import NAME_LENGTH
from blog.articles.models import Article
from blog.comments.models import Comment
from blog.comments.threads import PAGE_THREADS
from blog.tools.cleaning import clean, is_visible
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.hostile import BYTES, HOSTILE, STRINGS
from tests.house.hostile_text.looking import SAME_ORIGIN, UNSHOWABLE, look_inside, shape
from tests.pages import Client, Page


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


def test_a_comment_and_a_name_are_kept_as_typed_or_refused_with_a_reason(client: Client, strings: list[str]) -> None:
    client.looks = False
    article, kept = make_article(), 0
    for number, typed in enumerate(strings):
        name, address = typed[:NAME_LENGTH], f"a{number}@example.org"
        status, _ = say(client, article, comment=typed, author=name, email=address)
        if status == 303:
            last = db.session.query(Comment.text, Comment.name).order_by(Comment.id.desc()).first()
            assert last == (clean(typed), clean(name))
            kept += 1
            continue
        # One of the two, or both: each alone is refused for a reason of its own.
        assert say(client, article, comment=typed, email=address)[1] in reasons("Comment", clean(typed)), typed
        assert say(client, article, author=name, email=f"b{address}")[1] in reasons("Name", clean(name), "\t\n"), name
    assert kept > len(strings) / 2, "there is nothing wrong with most of them"


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
    article, kept = make_article(), []
    for number, typed in enumerate([*HOSTILE["websites"], *STRINGS[::20]]):
        status, _ = say(client, article, url=typed, email=f"a{number}@example.org")
        assert status in (303, 422)
        if status == 303:
            website = db.session.query(Comment.website).order_by(Comment.id.desc()).first()[0]
            assert website == clean(typed)
            assert re.match("https?://|$", website, re.IGNORECASE)
            kept.append(website)
    assert len(kept) > 5, kept


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


def test_bytes_that_are_no_text_are_kept_as_something_that_can_be_shown(app: Flask, client: Client) -> None:
    article = make_article()
    kind = "application/x-www-form-urlencoded"
    for number, sent in enumerate(BYTES * 2):
        comment = sent if number < len(BYTES) else quote(sent).encode()
        form = b"article=%d&email=a%d@example.org&author=Dara&comment=x%s" % (article.id, number, comment)
        answer = client.post("/comments", data=form, content_type=kind, headers=SAME_ORIGIN)
        # A form that is not even ASCII is no form: nothing of it is read.
        assert answer.status_code in (303, 422) or (answer.status_code == 400 and not comment.isascii())
    assert db.session.query(Comment).count() >= len(BYTES)
    for text, html in db.session.query(Comment.text, Comment.html):
        assert "<" not in html.removeprefix("<p>").removesuffix("</p>")
        assert text == text.encode().decode()
