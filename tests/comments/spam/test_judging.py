"""Whatever is posted, it is judged: never an error, never published with the trap filled, in whatever order."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.comments import spam
from blog.comments.spam import HOLD, PUBLISH, SPAM, Submission, judge
from blog.tools.sanitizing import safe_comment_html
from tests.factories import make_article, make_comment

EXAMPLES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

WORDS = st.sampled_from(
    ["casino", "check out my channel", "http://", "www.", "a.example.com", "&#x", "&amp;", "\u200d", "ferry",
     "(dot) com",      "İ", "ﬃ", "\u202e", "مرحبا", "Привет", "💰", "\ud800", "\x00", "subscribe", ".", "!", "\n"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("".join))
# What the form lets through: PostgreSQL stores neither.
POSTED = TEXTS.map(lambda text: text.replace("\x00", "").encode("utf-8", "ignore").decode())


@pytest.fixture
def known(author: User) -> bytes:
    return make_comment(make_article(author=author), "Words of before").address_index


@EXAMPLES
@given(text=POSTED, name=POSTED, website=POSTED)
def test_nothing_that_is_posted_is_an_error(text: str, name: str, website: str, known: bytes) -> None:
    verdict = judge(Submission(text, safe_comment_html(text), name, website, 1, known, b"n" * 32))
    assert verdict.kind in (PUBLISH, HOLD, SPAM)
    assert all(isinstance(mark, str) for mark in verdict.evidence["marks"])


@EXAMPLES
@given(text=POSTED, opened=st.one_of(st.none(), st.floats(0, 90_000)), stamped=st.booleans())
def test_nothing_is_published_with_the_trap_filled(
    text: str, opened: float | None, stamped: bool, known: bytes
) -> None:
    assert (
        judge(Submission(text, safe_comment_html(text), "Dara", "", 1, known, None, True, stamped, opened)).kind == SPAM
    )


def test_the_order_of_the_checks_does_not_matter(known: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = Submission(
        "Check out my channel at a.example.com, b.example.com", "", "Cheap loans", "https://x.example/", 1, known, None,
        stamped=False, opened=0.7,
    )  # fmt: skip
    verdict = judge(submission)
    for some in list(permutations(spam.CHECKS, 3))[::40]:
        monkeypatch.setattr(spam, "CHECKS", (*some, *(check for check in spam.CHECKS if check not in some)))
        again = judge(submission)
        assert (again.kind, again.score, again.sentences) == (verdict.kind, verdict.score, verdict.sentences)
