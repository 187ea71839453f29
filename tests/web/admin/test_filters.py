"""An admin finds the comments of a wave by what they have in common, and decides about all of them."""

import os
from datetime import timedelta

import pytest
from flask import Flask

from blog.articles.models import Article
from blog.comments import posting
from blog.comments.models import PENDING, SPAM, Comment
from blog.tools.clock import now
from tests.factories import make_comment
from tests.pages import Client, Page


def post(article: Article, name: str, text: str = "Words", *, ip: str = "203.0.113.7", address: str = "") -> Comment:
    reply = posting.Reply(f"{text} {os.urandom(4).hex()}", name, address or f"{name.lower()}@example.org")
    comment = posting.post(article, reply, posting.Origin(ip))
    comment.status = PENDING
    return comment


def names(page: Page) -> list[str]:
    return [card.one(class_="who").text for card in page.all("li", class_="qitem")]


def test_all_from_one_address_or_network_or_by_one_name(desk: Client, article: Article) -> None:
    post(article, "Dara")
    post(article, "Mina", address="DARA@example.org", ip="198.51.100.1")
    post(article, "Pari", ip="203.0.113.200")
    post(article, "dara", ip="2001:db8::1", address="other@example.org")
    page = desk.page("/admin/comments")
    assert len(names(page)) == 4
    found = desk.page(page.link("All from this address"))
    assert names(found) == ["Dara", "Mina"]
    assert "From dara@example.org ×" in found.text
    found = desk.page(page.link("All from this network"))
    assert names(found) == ["Dara", "Pari"]
    assert "From network 203.0.113.0 ×" in found.text
    # Neither address is in the address of the page, where logs and histories would keep it.
    assert "203.0.113" not in page.link("All from this network")
    assert names(desk.page(page.link("All by the name Dara"))) == ["Dara", "dara"]
    assert len(names(desk.page(found.link("Remove From network 203.0.113.0 ×")))) == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_name_is_found_in_any_case_of_any_letters(desk: Client, article: Article) -> None:
    make_comment(article, "À bientôt", name="ÉLODIE", status=PENDING)
    page = desk.page("/admin/comments")
    assert names(desk.submit(page, "Filter", name="élodie")) == ["ÉLODIE"]
    assert names(desk.submit(page, "Filter", q="à BIENTÔT")) == ["ÉLODIE"]


def test_a_network_is_found_by_any_of_its_addresses(desk: Client, article: Article) -> None:
    post(article, "Dara")
    post(article, "Mina", ip="198.51.100.1")
    page = desk.page("/admin/comments")
    assert names(desk.submit(page, "Filter", network="203.0.113.250")) == ["Dara"]
    assert "No comments in Pending match." in desk.submit(page, "Filter", network="192.0.2.1").text


def test_what_is_asked_for_further_is_asked_within_the_network(desk: Client, article: Article) -> None:
    post(article, "Dara")
    post(article, "Mina", ip="198.51.100.1")
    page = desk.page(desk.page("/admin/comments").link("All from this network"))
    page = desk.submit(page, "Filter", article=str(article.id))
    assert names(page) == ["Dara"]
    assert "From network 203.0.113.0 ×" in page.text


def test_a_domain_is_found_in_text_and_website_and_not_within_another(desk: Client, article: Article) -> None:
    post(article, "Text", "See https://Example.com/x?y=1 now")
    post(article, "Bare", "See shop.example.com.")
    make_comment(article, "Words", name="Website", website="https://www.example.com", status=PENDING)
    post(article, "Other", "See https://notexample.com/ and example.com.pl and example-com")
    page = desk.submit(desk.page("/admin/comments"), "Filter", domain="https://www.example.com/any")
    assert names(page) == ["Text", "Bare", "Website"]
    assert "Links to example.com ×" in page.text
    assert page.one("input", id="domain").get("value") == "example.com"
    assert names(desk.page(desk.page("/admin/comments").link("All with links to shop.example.com"))) == ["Bare"]


@pytest.mark.parametrize(
    "text", ["See https://exa\\_mple.com/1", "See exa_mple&#46;com", "exa_mple . com now", "At exa_mple (dot) com"]
)
def test_no_link_to_all_with_a_domain_leads_to_nothing(desk: Client, article: Article, text: str) -> None:
    make_comment(article, text, status=PENDING)
    page = desk.page("/admin/comments")
    assert page.link("Rule for exa_mple.com")
    for link in page.all("a"):
        if "All with links to" in link.text:
            assert names(desk.page(link.attributes["href"])) == ["Dara"]


def test_the_last_minutes_stay_those_minutes(desk: Client, article: Article) -> None:
    post(article, "Young")
    post(article, "Old").created_at = now() - timedelta(minutes=20)
    page = desk.submit(desk.page("/admin/comments"), "Filter", minutes="15")
    assert names(page) == ["Young"]
    form, _ = page.form("Spam selected")
    assert "since=" in form.attributes["action"]
    assert "minutes=" not in form.attributes["action"]


def test_all_that_match_are_one_batch(desk: Client, article: Article) -> None:
    wave = [post(article, f"Pills{n}") for n in range(30)]
    other = post(article, "Dara", ip="198.51.100.1")
    page = desk.page(desk.page("/admin/comments").link("All from this network"))
    page = desk.submit(page, "Spam selected", all="1")
    assert "30 marked as spam." in page.text
    assert {one.status for one in wave} == {SPAM}
    assert other.status == PENDING
    desk.submit(page, "Undo")
    assert {one.status for one in wave} == {PENDING}


@pytest.mark.parametrize("typed", ["%ED%A0%80", "((", "%25", "[a-", "\\", "a" * 999, "9999999999", "-1", "٣"])
def test_whatever_is_asked_for_is_answered(desk: Client, article: Article, typed: str) -> None:
    post(article, "Dara")
    for name in ("q", "name", "domain", "network", "address", "minutes", "since", "article"):
        assert desk.get(f"/admin/comments?{name}={typed}").status_code == 200, name


def test_what_was_found_is_marked_and_its_words_are_weighed(app: Flask, desk: Client, article: Article) -> None:
    words = {"spam": [["casino", 3.14]], "fair": [["harbour", -1.5]]}
    make_comment(
        article,
        "The **casino** <b>",
        name="Casino Ad",
        status=PENDING,
        evidence={"marks": ["casino", "<b>"], "words": words},
    )
    card = desk.page("/admin/comments").one("li", class_="qitem")
    assert [mark.text for mark in card.all("mark")] == ["Casino", "casino", "<b>"]
    assert "Speak for spamcasino +3.1" in card.text.replace(" casino", "casino")
    assert "harbour -1.5" in card.text
