"""The comments of the demonstration newsroom that are about one article each, and what its admin made of them."""

from datetime import date, timedelta
from typing import Any

from blog.accounts.models import User
from blog.articles.models import Article
from blog.cli.demo import history
from blog.cli.demo.history import Posted
from blog.comments import posting
from blog.comments.models import APPROVED, PENDING, Comment
from blog.tools.clock import local, now

Table = dict[str, Any]


def load(tables: list[Table], articles: dict[str, Article], people: dict[str, User], admin: User) -> dict[str, Comment]:
    """The comments, by their keys, each at its time and in the state that it is to have."""
    posted: dict[str, Comment] = {}
    for table in tables:
        posted[table["key"]] = _comment(table, articles[table["article"]], posted, people)
    # Only now: while it was loading, a reply to what is removed later had to find it.
    days: dict[date, list[Posted]] = {}
    before = local(now()).date() - history.SPAM_KEPT * history.DAY
    for table in tables:
        comment, wanted = posted[table["key"]], table.get("status", APPROVED)
        if wanted == PENDING:
            comment.status = PENDING
        elif "staff" not in table:
            one = Posted(comment.id, comment.created_at, comment.status, wanted)
            # What is long ago was decided about at one time.
            days.setdefault(max(local(one.at).date(), before), []).append(one)
    for day in sorted(days):
        history.decide(days[day], admin)
    return posted


def _comment(table: Table, article: Article, posted: dict[str, Comment], people: dict[str, User]) -> Comment:
    parent = posted.get(table.get("parent", ""))
    if parent:
        parent.status = APPROVED
    open_now, article.comments_open = article.comments_open, True
    if "staff" in table:
        comment = posting.post_as_staff(article, table["text"], parent.id if parent else None, people[table["staff"]])
    else:
        website, parent_id = table.get("website", ""), parent.id if parent else None
        reply = posting.Reply(table["text"], table["name"], table["email"], website, parent_id)
        comment = posting.post(article, reply)
    article.comments_open = open_now
    comment.created_at = min((article.published_at or now()) + timedelta(minutes=table["minutes_after"]), now())
    return comment
