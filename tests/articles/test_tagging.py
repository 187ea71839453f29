"""Hashtags become tags."""

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from blog.articles.models import Tag
from blog.articles.publishing import render
from blog.articles.tagging import tag_slug, tags_in, tie_hashtags
from blog.tools.database import db
from tests.factories import make_article


def test_tags_stand_in_the_order_of_their_first_use_however_they_are_spelled(app: Flask) -> None:
    article = make_article(body="#Iraq, #Iran, again #iraq and #IRAN, then #موشک‌ها")
    assert [tag.name for tag in article.tags] == ["Iraq", "Iran", "موشک‌ها"]


def test_a_tag_that_is_known_is_taken_and_not_made_anew(app: Flask) -> None:
    make_article("One", "#Iraq")
    second = make_article("Two", "#IRAQ")
    assert [tag.name for tag in second.tags] == ["Iraq"]
    assert db.session.query(Tag).count() == 1


def test_a_tag_that_leaves_the_text_leaves_the_article(app: Flask) -> None:
    article = make_article(body="#Iraq #Iran")
    article.body = "#Iran #Syria"
    tie_hashtags(article, tags_in(article.body))
    assert [tag.name for tag in article.tags] == ["Iran", "Syria"]


def test_a_draft_makes_no_tags(app: Flask) -> None:
    make_article(body="#Iraq", published=False)
    assert db.session.query(Tag).count() == 0


@given(st.text())
def test_every_hashtag_that_is_linked_has_a_tag_page(text: str) -> None:
    for slug, word in tags_in(text).items():
        assert slug == tag_slug(word)
        assert slug == tag_slug(slug), "the address of a tag leads to itself"


def test_links_in_the_text_lead_to_the_tags(app: Flask) -> None:
    assert '<a class="hash" href="/tag/iraq/">#Iraq</a>' in render("In #Iraq")
