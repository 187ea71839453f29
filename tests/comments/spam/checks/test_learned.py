"""What was learned from admins is said with its words, and alone publishes nobody."""

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.spam import HOLD, judge
from blog.comments.spam.weighing import ENOUGH
from tests.comments.spam.checks.conftest import FIRST, LONG, said
from tests.factories import count_queries, make_comment


def teach(article: Article, admin: User, lessons: int = ENOUGH, advertisement: str = "Wonderful casino bonus") -> None:
    """So many comments of each kind."""
    ids: dict[str, list[int]] = {SPAM: [], APPROVED: []}
    for number in range(lessons):
        for verdict, text in ((SPAM, f"{advertisement} {number}"), (APPROVED, f"Ferry in fog {number}")):
            ids[verdict].append(make_comment(article, text, name=f"{verdict}{number}", status=PENDING).id)
    for verdict, those in ids.items():
        moderating.decide(Comment.id.in_(those), verdict, admin)


def test_what_was_learned_is_said_with_its_words(article: Article, admin: User) -> None:
    teach(article, admin)
    verdict = judge(said("A wonderful casino bonus, and the ferry"))
    assert verdict.sentences[0].startswith("Words: ")
    assert verdict.sentences[0].endswith(" (learned)")
    words = verdict.evidence["words"]
    assert "casino" in [word for word, _ in words["spam"]]
    assert "ferry" in [word for word, _ in words["fair"]]
    assert len(words["spam"]) <= 5
    assert 0.5 < verdict.evidence["learned"] < 1


def test_a_short_word_hides_none_that_has_its_letters(article: Article, admin: User) -> None:
    teach(article, admin, advertisement="Get a casino bonus")
    words = judge(said("a ferry casino, bonus get")).evidence["words"]
    assert {"a", "casino"} <= {word for word, _ in words["spam"]}


def test_what_was_learned_never_publishes_a_first_comment(article: Article, admin: User) -> None:
    teach(article, admin)
    verdict = judge(said("Ferry in fog"))
    assert verdict.score < 0
    assert 0 < verdict.evidence["learned"] < 0.5
    assert (verdict.kind, verdict.sentences) == (HOLD, [FIRST])


def test_too_few_lessons_say_nothing(article: Article, admin: User) -> None:
    teach(article, admin, ENOUGH - 1)
    verdict = judge(said("Wonderful casino bonus"))
    assert verdict.sentences == [FIRST]
    assert verdict.evidence["learned"] is None


def test_to_judge_takes_a_fixed_number_of_queries(article: Article, admin: User) -> None:
    teach(article, admin)
    numbers = []
    for text in ("Agreed.", LONG * 60, "Нет https://a.example.com/ " * 250, "casino " * 1000):
        with count_queries() as queries:
            judge(said(text, name="Somebody", website="https://x.example/", network_index=b"n" * 32))
        numbers.append(len(queries))
    assert max(numbers) <= 7
