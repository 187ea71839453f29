"""What each check finds, and what it leaves alone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import moderating, purging
from blog.comments.models import APPROVED, PENDING, SPAM, Comment
from blog.comments.posting import Origin, Reply, post
from blog.comments.spam import HOLD, PUBLISH, Submission, judge, rules, sounding
from blog.comments.spam import SPAM as IS_SPAM
from blog.comments.spam.models import CommentBand
from blog.comments.spam.weighing import ENOUGH
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import count_queries, make_article, make_comment

FIRST = "First comment from this address"
LONG = "The harbour board has known since spring that the second channel would silt up again within a year or two."
OTHER = (
    "It paid for the dredging all the same, out of money that was meant for the quay, and it wrote in its report"
    " of June that the quay could wait because the ferries would use the northern side until the repairs"
    " were well in hand."
)


@pytest.fixture
def article(author: User) -> Article:
    return make_article(author=author)


@pytest.fixture
def known(article: Article) -> bytes:
    """The address of somebody who has been approved before."""
    return make_comment(article, "Words of before", status=APPROVED).address_index


def said(text: str, sender: bytes = b"nobody", name: str = "Dara", website: str = "", **more: object) -> Submission:
    return Submission(text, name, website, more.pop("article_id", 1), sender, **more)


def test_a_first_comment_is_held_whatever_speaks_for_it(article: Article) -> None:
    verdict = judge(said("Agreed."))
    assert (verdict.kind, verdict.sentences) == (HOLD, [FIRST])


def test_who_was_approved_is_published(known: bytes) -> None:
    verdict = judge(said("Agreed.", known))
    assert (verdict.kind, verdict.sentences) == (PUBLISH, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The report is at https://port.example/2026.pdf, page 4", PUBLISH),
        ("See https://port.example/a and https://port.example/b", PUBLISH),
        ("a.example.com b.example.com c.example.com d.example.com e.example.com f.example.com", HOLD),
    ],
)
def test_who_was_approved_may_set_a_link_or_two(text: str, kind: str, known: bytes) -> None:
    assert judge(said(text, known)).kind == kind


def test_links_are_counted_and_marked(article: Article) -> None:
    verdict = judge(said("Go to https://a.example.com, b.example.com/x and c.example . com"))
    assert "3 links" in verdict.sentences
    assert {"https://a.example.com,", "b.example.com/x", "c.example . com"} <= set(verdict.evidence["marks"])


def test_a_link_for_a_name_is_held(known: bytes) -> None:
    assert "Link in the name" in judge(said("Agreed.", known, name="best-loans.com")).sentences


@pytest.mark.parametrize("name", ["Cheap Casino Bonus", "SEO agency Tolm", "Саsino Royal", "ＬＯＡＮＳ"])
def test_a_name_that_advertises_is_told(name: str, article: Article) -> None:
    assert any(
        reason.startswith("Name looks like an advertisement") for reason in judge(said("Hm.", name=name)).sentences
    )


@pytest.mark.parametrize("name", ["Dara", "Hal of Skaldwick", "Ana Luz", "نرگس", "Carlo Anglo", "Freeman"])
def test_a_name_is_a_name(name: str, article: Article) -> None:
    assert judge(said("Agreed.", name=name)).sentences == [FIRST]


@pytest.mark.parametrize(
    "text",
    [
        "Check out my new channel",
        "please subscribe",
        "Sub to me and i will sub back",
        "CHECK MY CHANNEL OUT",
        "cheсk out mу blоg",
        "Earn easy money from home",
        "contact him on WhatsApp",
        "Click here",
    ],
)
def test_asking_readers_to_go_elsewhere_is_told(text: str, article: Article) -> None:
    assert any(reason.startswith("Asks readers to go elsewhere") for reason in judge(said(text)).sentences)


@pytest.mark.parametrize(
    "text",
    [
        "I work at the silo, in another city like my brother.",
        "We should support the harbour board in this. It costs us money.",
        "Did anybody check the figures? My father did, on the channel.",
        "My page of the ledger says the same.",
        "The ferry is free on Sundays, and money is short.",
    ],
)
def test_other_talk_is_left_alone(text: str, article: Article) -> None:
    assert judge(said(text)).sentences == [FIRST]


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


def test_a_crowd_from_one_network_is_told(article: Article, known: bytes) -> None:
    for number in range(6):
        post(article, Reply(f"Text {number}", f"R{number}", f"r{number}@example.org"), Origin(f"203.0.113.{number}"))
    here, elsewhere = rules.network_index("203.0.113.99"), rules.network_index("203.0.114.1")
    assert judge(said("Agreed.", known, network_index=here)).sentences == ["7 replies from this network within an hour"]
    assert judge(said("Agreed.", known, network_index=elsewhere)).kind == PUBLISH
    db.session.execute(update(Comment).values(created_at=now() - timedelta(hours=2)))
    assert judge(said("Agreed.", known, network_index=here)).kind == PUBLISH


def test_who_was_removed_is_held(article: Article, known: bytes, admin: User) -> None:
    bad = [make_comment(article, f"Bad {number}", address="dara@example.org", status=PENDING).id for number in (1, 2)]
    batch = moderating.decide(Comment.id.in_(bad), SPAM, admin)
    assert judge(said("Agreed.", known)).sentences == []
    assert judge(said("See https://port.example/", known)).sentences[0] == "Sender was removed 2 times"
    assert batch
    moderating.undo(batch, admin)
    assert judge(said("See https://port.example/", known)).kind == PUBLISH


def test_a_script_that_nobody_used_is_told(article: Article, known: bytes) -> None:
    text = "Купите дешёвые билеты сегодня"
    assert "Nobody has written in this script here (Cyrillic)" in judge(said(text, known)).sentences
    make_comment(article, "Паром ушёл в тумане", name="Anna")
    assert judge(said(text, known)).sentences == []


def test_the_admins_rules_are_followed(article: Article, known: bytes, admin: User) -> None:
    for kind, pattern, verdict in (("word", "bonus", "hold"), ("domain", "evil.example", "spam")):
        db.session.add(rules.make(kind, pattern, True, verdict, admin))
    db.session.flush()
    held, spam = judge(said("A Bonus for pilots", known)), judge(said("See https://evil.example/x", known))
    assert (held.kind, held.sentences, held.evidence["marks"]) == (HOLD, ["Rule: “bonus”"], ["Bonus"])
    assert (spam.kind, spam.sentences[0]) == (IS_SPAM, "Rule: domain evil.example")


def teach(article: Article, admin: User, lessons: int = ENOUGH) -> None:
    """So many comments of each kind."""
    ids: dict[str, list[int]] = {SPAM: [], APPROVED: []}
    for number in range(lessons):
        for verdict, text in ((SPAM, f"Wonderful casino bonus {number}"), (APPROVED, f"Ferry in fog {number}")):
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


def test_ten_thousand_alike_are_looked_up_as_quickly(article: Article) -> None:
    comment = make_comment(article, LONG)
    bands = {row.number: row.band for row in db.session.query(CommentBand).filter_by(comment_id=comment.id)}
    assert bands
    with count_queries() as queries:
        found = sounding.alike(LONG)
    assert len(queries) == 1
    assert found == {article.id: {comment.id}}
    assert "LIMIT" in queries[0]
