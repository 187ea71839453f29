"""What was decided is there to be read, and to be taken back."""

from datetime import timedelta

from blog.accounts.models import ADMIN, User
from blog.articles.models import Article
from blog.comments import moderating, queue
from blog.comments.models import APPROVED, PENDING, SPAM, ModerationBatch
from blog.tools.clock import now
from tests.factories import count_queries, make_comment, make_user
from tests.pages import Client


def decide(article: Article, admin: User, names: list[str]) -> ModerationBatch:
    made = [make_comment(article, f"Words of {name}", name=name, status=PENDING) for name in names]
    batch = moderating.decide(queue.chosen([one.id for one in made], PENDING), SPAM, admin)
    assert batch
    return batch


def test_all_decisions_are_listed_and_any_admin_takes_one_back(desk: Client, article: Article) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    assert "No decisions yet." in desk.page("/admin/decisions").text
    batch = decide(article, omid, ["Pills", "Watches"])
    page = desk.page("/admin/decisions")
    assert "2 marked as spam. Omid Karimi" in page.text
    page = desk.submit(page, "Undo: 2 marked as spam.")
    assert (page.path, page.heading) == ("/admin/decisions", "Decisions")
    assert "Undone. 2 comments are where they were before." in page.text
    assert "Undone by Leila Navid" in page.text
    assert batch.undone_at
    assert queue.counts()[PENDING] == 2


def test_those_of_one_admin_can_be_looked_at(desk: Client, article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    decide(article, omid, ["Pills"])
    decide(article, admin, ["Watches"])
    page = desk.submit(desk.page("/admin/decisions"), "Filter", admin=str(omid.id))
    assert "Comment by Pills marked as spam." in page.text
    assert "Watches" not in page.text
    page = desk.submit(page, "Undo: Comment by Pills marked as spam.")
    assert "Undone by Leila Navid" in page.text
    assert "Watches" not in page.text


def test_an_old_decision_says_that_it_is_too_late(desk: Client, article: Article, admin: User) -> None:
    batch = decide(article, admin, ["Pills"])
    page = desk.page("/admin/decisions")
    batch.created_at = now() - timedelta(days=31)
    page = desk.submit(page, "Undo: Comment by Pills marked as spam.")
    assert "Nothing was undone: the decision is more than 30 days old." in page.text
    assert "More than 30 days old" in page.text
    assert queue.counts()[SPAM] == 1


def test_who_undoes_what_is_undone_learns_by_whom(desk: Client, article: Article, admin: User) -> None:
    batch = decide(article, admin, ["Pills"])
    page = desk.page("/admin/decisions")
    moderating.undo(batch, make_user("Omid Karimi", ADMIN))
    page = desk.submit(page, "Undo: Comment by Pills marked as spam.")
    assert "Nothing was undone: Omid Karimi had undone this already, less than a minute ago." in page.text


def test_a_comment_has_its_history(desk: Client, article: Article, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    comment = make_comment(article, name="Pills", status=PENDING)
    batch = moderating.decide(queue.chosen([comment.id], PENDING), SPAM, admin)
    assert batch
    moderating.undo(batch, omid)
    moderating.decide(queue.chosen([comment.id], PENDING), APPROVED, omid)
    lines = [line.text for line in desk.page(f"/admin/comments/{comment.id}").one("ol", class_="history").all("li")]
    assert "came in, and was held: First comment from this address" in lines[0]
    assert "Leila Navid marked this as spam; undone by Omid Karimi" in lines[1]
    assert "Omid Karimi approved this" in lines[2]


def test_fifty_decisions_cost_as_many_queries_as_one(desk: Client, article: Article, admin: User) -> None:
    decide(article, admin, ["Pills"])
    desk.page("/admin/decisions")
    with count_queries() as short:
        desk.page("/admin/decisions")
    for number in range(60):
        decide(article, admin, [f"Pills{number}"])
    with count_queries() as full:
        assert len(desk.page("/admin/decisions").all("tr")) == 51
    assert len(full) == len(short)
