"""Threads are made once and remembered, in a bounded space."""

import pytest
from flask import Flask

from blog.comments.models import TEXT_LENGTH
from blog.web.public import discussion
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_comment
from tests.rendering import make_anew


@pytest.mark.parametrize(("text", "remembered"), [("Short. ", 1), ("x" * (TEXT_LENGTH // 2 - 1), 0)])
def test_threads_that_are_long_are_not_remembered(app: Flask, text: str, remembered: int) -> None:
    article = make_article()
    first = make_comment(article, f"{text}\n\n{text}")
    for number in range(2):
        make_comment(article, f"{text}\n\n{text}", name=f"Reader {number}", parent=first)
    make_anew(app, article_url(article))
    assert discussion.remembered.cache_info().currsize == remembered
