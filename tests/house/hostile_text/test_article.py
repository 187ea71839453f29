"""An article and its address are kept as typed or refused, and its headline stays in its place."""

import json
import re

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.articles import editing
from blog.articles.models import HEADLINE_LENGTH, SLUG_LENGTH, STANDFIRST_LENGTH, TICKER_LINE_LENGTH
from blog.tools.cleaning import clean
from blog.web.desk.forms import one_line
from blog.web.public.linked_data import HEADLINE_SHOWN
from blog.web.template_helpers import article_url
from tests.factories import make_article
from tests.house.hostile_text.looking import SAME_ORIGIN, SHARP, UNSHOWABLE, shape
from tests.pages import Client


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
