"""A script that nobody has written in on this site."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Select, or_, select, union_all

from blog.articles.models import Article
from blog.comments.models import APPROVED, Comment
from blog.comments.spam.features import script
from blog.comments.spam.folding import without_entities
from blog.comments.spam.verdicts import Reason, Submission
from blog.tools.database import db

# Enough to hold somebody who is known.
UNSEEN = 3.0
# Of fewer letters nothing follows.
ENOUGH_LETTERS = 6
# So many of the newest comments and articles are looked at, for the letters that are most frequent in the text.
COMMENTS = 300
ARTICLES = 50
LETTERS = 3
READ = 1000


def foreign(submission: Submission) -> Iterator[Reason]:
    """That no approved comment and no article is in its script. One query, and none for what is in Latin letters."""
    text = without_entities(submission.text)
    kind = script(text)
    if kind in ("", "LATIN"):
        return
    beginning = text[:READ]
    letters = [sign for sign in beginning if sign.isalpha() and unicodedata.name(sign, "").startswith(kind)]
    if len(letters) < ENOUGH_LETTERS:
        return
    frequent = [letter for letter, _ in Counter(letters).most_common(LETTERS)]
    if db.session.scalar(_seen(frequent)) is None:
        yield Reason("script", f"Nobody has written in this script here ({kind.capitalize()})", UNSEEN)


def _seen(letters: list[str]) -> Select[str]:
    said = select(Comment.text).where(Comment.status == APPROVED)
    said = said.order_by(Comment.created_at.desc(), Comment.id.desc()).limit(COMMENTS)
    written = select(Article.body.label("text")).where(Article.published_at.is_not(None))
    written = written.order_by(Article.published_at.desc(), Article.id.desc()).limit(ARTICLES)
    texts = union_all(select(said.subquery().c.text), select(written.subquery().c.text)).subquery()
    return select(texts.c.text).where(or_(*(texts.c.text.contains(letter) for letter in letters))).limit(1)
