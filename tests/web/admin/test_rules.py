"""An admin tries a rule on what has been said, and adds it."""

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import posting
from blog.comments.models import PENDING, SPAM, Comment
from blog.comments.spam import rules
from blog.comments.spam.models import CommentRule
from blog.tools.database import db
from tests.factories import count_queries, make_comment
from tests.pages import Client


def test_a_rule_is_tried_and_then_added(desk: Client, article: Article) -> None:
    make_comment(article, "The ad was good", name="Mina")
    make_comment(article, "An AD, an ad", name="Pills", status=SPAM)
    make_comment(article, "In the shadow", name="Dara", status=PENDING)
    page = desk.submit(desk.page("/admin/comments/rules"), "Try it", kind="word", pattern="ad")
    assert "Of the last 3 comments it would have caught 2: 1 in Approved, 1 in Spam." in page.text
    assert "1 of them was approved." in page.text
    first, second = page.one("ol", class_="history").all("li")
    assert [mark.text for mark in first.all("mark")] == ["ad"]
    assert [mark.text for mark in second.all("mark")] == ["AD", "ad"]
    assert db.session.scalars(select(CommentRule)).all() == []
    page = desk.submit(page, "Add this rule")
    assert "The rule is added. It counts from the next comment on." in page.text
    rule = db.session.scalars(select(CommentRule)).one()
    assert (rule.kind, rule.pattern, rule.whole_words, rule.verdict) == ("word", "ad", True, "hold")
    assert "ad Word or words Hold for a moderator 2 by Leila Navid" in page.text
    page = desk.submit(page, "Remove the rule ad")
    assert "No rules yet." in page.text


def test_a_card_leads_to_the_form_filled_in(desk: Client, article: Article) -> None:
    reply = posting.Reply("See https://Casino.example/x", "Dara", "dara@example.org")
    comment = posting.post(article, reply, posting.Origin("203.0.113.7"))
    comment.status, comment.evidence = PENDING, {"marks": ["See"]}
    page = desk.page("/admin/comments")
    form = desk.page(page.link("Rule for casino.example"))
    tried = desk.submit(form, "Try it")
    assert "it would have caught 1: 1 in Pending." in tried.text
    assert desk.page(page.link("Rule for “See”")).one("input", id="pattern").get("value") == "See"
    assert "203.0.113" not in page.link("Rule for this network")
    form = desk.page(page.link("Rule for this network"))
    assert form.one("input", id="pattern").get("value") == "203.0.113.0"
    page = desk.submit(desk.submit(form, "Try it"), "Add this rule")
    assert "203.0.113.0 Network Hold for a moderator 1 by" in page.text
    assert "203.0.113" not in db.session.scalars(select(CommentRule.pattern)).one()


@pytest.mark.parametrize(
    ("kind", "pattern", "problem"),
    [
        ("word", "", "Enter a word, a domain or an IP address"),
        ("word", "   ", "Enter a word, a domain or an IP address"),
        ("word", "...", "Enter a word, or several"),
        ("word", "a" * 5000, "Enter 1 to 200 characters"),
        ("word", "a\x00b", "has a character in it that cannot be shown"),
        ("domain", "no domain", "Enter a domain, like example.com"),
        ("network", "999.1.1.1", "Enter an IP address, like 203.0.113.7"),
        ("other", "word", "Not a valid choice"),
    ],
)
def test_what_means_nothing_is_refused_with_a_reason(desk: Client, kind: str, pattern: str, problem: str) -> None:
    page = desk.submit(desk.page("/admin/comments/rules"), "Try it", kind=kind, pattern=pattern, status=422)
    assert problem in page.text
    assert "Add this rule" not in page.text


@pytest.mark.parametrize("pattern", ["(a+)+$", "c++ [x] \\d", "کازینو آنلاین", "\u202ecasino\u202c", "<b>ad</b>"])
def test_signs_are_taken_as_they_are(desk: Client, article: Article, pattern: str) -> None:
    make_comment(article, f"Well, {pattern} it is", name="Mina")
    make_comment(article, "aaaaaaaa cc dd 5 x", name="Dara")
    page = desk.submit(desk.page("/admin/comments/rules"), "Try it", kind="word", pattern=pattern)
    assert "it would have caught 1: 1 in Approved." in page.text


def test_the_same_rule_is_not_added_twice(desk: Client, admin: User) -> None:
    db.session.add(rules.make("word", "casino", True, "spam", admin))
    page = desk.submit(desk.page("/admin/comments/rules"), "Try it", pattern="casino")
    page = desk.submit(page, "Add this rule", status=422)
    assert "This rule already exists" in page.text
    assert db.session.query(CommentRule).count() == 1


def test_what_was_changed_after_the_trial_is_tried_before_it_is_added(desk: Client, article: Article) -> None:
    make_comment(article, "A fine day", name="Mina")
    page = desk.submit(desk.page("/admin/comments/rules"), "Try it", kind="word", pattern="casino")
    page = desk.submit(page, "Add this rule", pattern="a", whole=False, status=422)
    assert "This is not the rule that was tried. See what it would have done, then add it" in page.text
    assert "it would have caught 1: 1 in Approved." in page.text
    assert db.session.query(CommentRule).count() == 0
    page = desk.submit(page, "Add this rule", verdict="spam")
    assert "The rule is added." in page.text
    rule = db.session.scalars(select(CommentRule)).one()
    assert (rule.pattern, rule.whole_words, rule.verdict) == ("a", False, "spam"), "the trial told all but the verdict"


def test_five_hundred_rules_are_listed_in_pages(app: Flask, desk: Client, admin: User, article: Article) -> None:
    make_comment(article)
    db.session.add(rules.make("word", "casino", True, "spam", admin))
    desk.page("/admin/comments/rules")
    with count_queries() as short:
        desk.page("/admin/comments/rules")
    db.session.add_all(rules.make("word", f"casino{n}", True, "spam", admin) for n in range(500))
    db.session.commit()
    with count_queries() as full:
        page = desk.page("/admin/comments/rules")
    assert "Page 1 of 21" in page.text
    assert len(full) == len(short)
    assert db.session.query(Comment).count() == 1
