"""The same text said before is found, however many there are, for as long as it is remembered."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import purging
from blog.comments.models import PENDING
from blog.comments.spam import judge, sounding
from blog.comments.spam.models import CommentBand
from blog.tools.clock import now
from blog.tools.database import db
from tests.comments.spam.checks.conftest import FIRST, LONG, said
from tests.factories import count_queries, make_article, make_comment

OTHER = (
    "It paid for the dredging all the same, out of money that was meant for the quay, and it wrote in its report"
    " of June that the quay could wait because the ferries would use the northern side until the repairs"
    " were well in hand."
)


def test_the_same_text_elsewhere_is_told(article: Article, author: User) -> None:
    said_before = f"{LONG} {OTHER}"
    for number, other in enumerate((article, make_article("Another", author=author))):
        make_comment(other, said_before, name=f"Reader{number}")
    nearly = said_before.replace("in hand", "at hand").upper()
    assert "Same text on 3 articles" in judge(said(nearly, article_id=99)).sentences


def test_the_same_text_below_the_same_article_is_told(article: Article) -> None:
    make_comment(article, LONG, name="Somebody")
    assert "Same text 2 times" in judge(said(LONG, article_id=article.id)).sentences


@pytest.mark.parametrize("text", ["Great article", "Thank you for this, very well put", "I agree with all of it."])
def test_ordinary_phrases_are_not_the_same_text(text: str, article: Article) -> None:
    make_comment(article, text, name="Somebody")
    assert judge(said(text)).sentences == [FIRST]


def test_another_text_is_not_the_same(article: Article) -> None:
    make_comment(article, LONG)
    other = "Nobody has asked the pilots, who would have told the board in spring what it pays a consultant to find."
    assert judge(said(other)).sentences == [FIRST]


def test_a_text_of_long_ago_is_forgotten(article: Article) -> None:
    make_comment(article, LONG)
    db.session.execute(update(CommentBand).values(created_at=now() - timedelta(days=sounding.DAYS, minutes=1)))
    assert judge(said(LONG)).sentences == [FIRST]
    for _ in purging.purge():
        db.session.commit()
    assert db.session.query(CommentBand).count() == 0


def test_what_a_comment_sounds_like_goes_with_it(article: Article) -> None:
    comment = make_comment(article, LONG, status=PENDING)
    db.session.delete(comment)
    db.session.flush()
    assert db.session.query(CommentBand).count() == 0


def test_ten_thousand_alike_are_looked_up_as_quickly(article: Article) -> None:
    comment = make_comment(article, LONG)
    bands = {row.number: row.band for row in db.session.query(CommentBand).filter_by(comment_id=comment.id)}
    assert bands
    with count_queries() as queries:
        found = sounding.alike(LONG)
    assert len(queries) == 1
    assert found == {article.id: {comment.id}}
    assert "LIMIT" in queries[0]
