"""A commenter opens what they have posted by a mailed link: sees, exports, withdraws it, and is forgotten."""

import base64
import re
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import select

from blog.accounts.notifying import notify
from blog.articles.models import Article
from blog.comments.corresponding.models import Correspondent
from blog.comments.models import APPROVED, ERASED, PENDING, SPAM, TRASH, Comment
from blog.comments.opening import LINK_SECONDS, LINKS_A_DAY, LINKS_BY_NETWORK, LINKS_FOR_ADDRESS
from blog.tools import outbox, tokens
from blog.tools.clock import now
from blog.tools.crypto import seal
from blog.tools.database import db
from blog.tools.outbox import Mail
from blog.tools.throttle import Attempt
from blog.web.template_helpers import article_url
from tests.factories import changed_after, count_queries, make_article, make_comment
from tests.mailbox import Mailbox
from tests.pages import Client, Page
from tests.web.mailed.conftest import Round

pytestmark = pytest.mark.settings(
    MAIL_SERVER="127.0.0.1", MAIL_SENDER="desk@news.example", SITE_URL="http://localhost:8000"
)

ADDRESS = "dara@example.org"


@pytest.fixture
def article(app: Flask) -> Article:
    return make_article("The bridge")


@pytest.fixture
def theirs(article: Article) -> list[Comment]:
    """Comments by Dara in every state, the published one with a reply, and one by somebody else."""
    mine = [make_comment(article, f"Mine, {status}.", status=status) for status in (APPROVED, PENDING, SPAM, TRASH)]
    mine[2].reasons = ["Words: casino (learned)"]
    make_comment(article, "A reply.", name="Narges", parent=mine[0])
    db.session.commit()
    return mine


@pytest.fixture
def link(theirs: list[Comment]) -> str:
    return f"/comments/mine/{tokens.sealed('own comments', ADDRESS)}"


def ask(client: Client, address: str = ADDRESS, status: int = 200) -> Page:
    return client.submit(client.page("/comments/mine"), "Mail me the link", status=status, email=address)


def test_the_link_is_mailed_and_opens_the_comments(
    client: Client, theirs: list[Comment], mailbox: Mailbox, go_round: Round
) -> None:
    page = ask(client, " Dara@Example.ORG ")
    assert "a link to them is on its way" in page.text
    (mail,) = go_round()
    assert mail["To"].lower() == ADDRESS
    (link,) = re.findall(r"http://localhost:8000(\S+)", mail.get_content())
    page = client.page(link)
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    shown = [item.text for item in page.one("ol", class_="own-comments").all("li")]
    states = ["Not published", "Not published", "Waiting for the newsroom to read it", "Published"]
    assert [one.startswith(state) for one, state in zip(shown, states, strict=True)] == [True] * 4
    assert "A reply." not in page.text
    assert "casino" not in page.text
    assert ADDRESS not in page.text


def test_the_answer_is_the_same_for_who_has_never_commented(
    app: Flask, theirs: list[Comment], mailbox: Mailbox, go_round: Round
) -> None:
    # What all pages show is found by the first who come, whoever they are.
    app.test_client().get("/comments/mine")
    answers = []
    for address in (ADDRESS, "nobody@example.org"):
        client = app.test_client()
        with count_queries() as asked:
            answer = client.post("/comments/mine", data={"email": address}, buffered=False)
            answers.append((answer.status_code, answer.data, dict(answer.headers), len(asked)))
            answer.close()
    assert answers[0] == answers[1]
    assert [mail["To"] for mail in go_round()] == [ADDRESS]


def test_nobody_fills_a_mailbox_or_asks_for_many(client: Client, theirs: list[Comment]) -> None:
    for _ in range(LINKS_FOR_ADDRESS.most):
        ask(client)
    page = ask(client, status=429)
    assert page.one(id="error-summary").text.endswith("Wait 60 minutes and try again")
    assert int(page.response.headers["Retry-After"]) <= LINKS_FOR_ADDRESS.seconds
    assert outbox.waiting().number == LINKS_FOR_ADDRESS.most
    for number in range(LINKS_BY_NETWORK.most - LINKS_FOR_ADDRESS.most):
        ask(client, f"other{number}@example.org")
    ask(client, "last@example.org", status=429)
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    ask(client, "last@example.org")


def test_nobody_is_mailed_a_link_every_hour_of_the_day(client: Client, theirs: list[Comment]) -> None:
    for _ in range(LINKS_A_DAY.most):
        ask(client)
        for attempt in db.session.scalars(select(Attempt)):
            attempt.expires_at -= timedelta(hours=1)
        db.session.commit()
    page = ask(client, status=429)
    assert page.one(id="error-summary").text.endswith("Wait 19 hours and try again")
    assert outbox.waiting().number == LINKS_A_DAY.most


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c.example", "x\r\nBcc: y@example.com", "x" * 300 + "@a.example"]
)
def test_what_is_no_address_is_said_to_be_none(client: Client, address: str) -> None:
    page = ask(client, address, status=422)
    assert page.one(id="email-err").text.startswith("Error: ")
    assert outbox.waiting().number == 0


@pytest.mark.settings(MAIL_SERVER="")
def test_where_no_mail_is_sent_the_page_says_what_to_do(client: Client, article: Article) -> None:
    for method in ("GET", "POST"):
        answer = client.open("/comments/mine", method=method, data={"email": ADDRESS})
        assert answer.status_code == 404
        assert "This site sends no mail" in answer.text
    assert "/comments/mine" not in client.get(article_url(article)).text


def test_nothing_can_be_read_from_the_link_and_nothing_forged(app: Flask, client: Client, link: str) -> None:
    token = link.rpartition("/")[2]
    assert b"dara" not in base64.urlsafe_b64decode(token)
    key = Fernet(app.config["SECRET_KEYS"].address_keys[0])
    moment = int(now().timestamp())
    own = b"own comments\n" + ADDRESS.encode()
    worthless = [
        key.encrypt_at_time(own, moment - LINK_SECONDS - 1).decode(),
        key.encrypt_at_time(own, moment + 3600).decode(),
        Fernet(Fernet.generate_key()).encrypt(own).decode(),
        tokens.sealed("another purpose", ADDRESS),
        seal(f'["own comments", "{ADDRESS}", ""]').decode(),
        seal(ADDRESS).decode(),
        token[:-1] + ("A" if token[-1] != "A" else "B") + "=",
        "x",
        "%ff",
    ]
    for one in worthless:
        for path in ("", "/export", "/withdrawal", "/erasure"):
            assert client.get(f"/comments/mine/{one}{path}").status_code == 404, one
        for path in ("/withdrawal", "/erasure", "/replies/end"):
            assert client.post(f"/comments/mine/{one}{path}", data={"number": "4"}).status_code == 404, one
    assert (
        client.get(f"/comments/mine/{key.encrypt_at_time(own, moment - LINK_SECONDS + 60).decode()}").status_code == 200
    )


def test_one_comment_is_withdrawn_and_leaves_its_place(client: Client, theirs: list[Comment], link: str) -> None:
    page = client.page(link)
    ways = [way.attributes["href"] for way in page.all("a") if way.text == "Withdraw"]
    page = client.page(next(way for way in ways if way.endswith(f"comment={theirs[0].id}")))
    assert "“This comment was removed”" in page.text
    page = client.submit(page, "Withdraw")
    assert "Withdrawn." in page.text
    assert "Mine, approved." not in page.text
    erased = db.session.get_one(Comment, theirs[0].id)
    assert (erased.status, erased.text, erased.address_index) == (ERASED, "", None)
    without_reply = theirs[1].id
    page = client.submit(client.page(f"{link}/withdrawal?comment={without_reply}"), "Withdraw")
    assert db.session.get(Comment, without_reply) is None
    assert "2 comments" in page.text


def test_withdrawing_a_comment_twice_leads_back_to_the_others(client: Client, theirs: list[Comment], link: str) -> None:
    page = client.page(f"{link}/withdrawal?comment={theirs[1].id}")
    client.submit(page, "Withdraw")
    page = client.submit(page, "Withdraw")
    assert page.heading == "Your comments"
    assert "Your comments have changed since you opened the page." in page.text


def test_nobody_withdraws_what_is_not_theirs(client: Client, article: Article, link: str) -> None:
    other = make_comment(article, "Not mine.", name="Omid")
    for named in (str(other.id), "x", "0", "99999999999"):
        back = f"{link}?notice=changed"
        assert client.get(f"{link}/withdrawal?comment={named}").location == back
        assert client.post(f"{link}/withdrawal", data={"comment": named, "number": "1"}).location == back
    assert db.session.get_one(Comment, other.id).status == APPROVED


def test_all_are_withdrawn_if_their_number_is_what_was_agreed_to(
    client: Client, article: Article, theirs: list[Comment], link: str
) -> None:
    page = client.page(f"{link}/withdrawal")
    late = make_comment(article, "One more.")
    assert "have changed since" in client.submit(page, "Withdraw").text
    assert db.session.get_one(Comment, late.id).status == APPROVED
    page = client.submit(client.page(f"{link}/withdrawal"), "Withdraw")
    assert "No comments are stored with your address." in page.text
    assert {one.name for one in db.session.scalars(select(Comment))} == {"", "Narges"}


def test_what_is_erased_at_the_same_moment_is_not_said_to_be_withdrawn(
    client: Client, theirs: list[Comment], link: str
) -> None:
    page = client.page(f"{link}/withdrawal")
    with changed_after("count(", "UPDATE comments SET address_index = NULL, name = 'Anonymous'"):
        page = client.submit(page, "Withdraw")
    assert "Withdrawn." not in page.text
    assert "Your comments have changed since you opened the page." in page.text
    assert theirs[0].text == "Mine, approved."


def test_the_export_has_what_is_theirs_and_not_what_is_the_moderators(
    client: Client, theirs: list[Comment], link: str
) -> None:
    answer = client.get(f"{link}/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="comments.json"'
    assert answer.json
    assert [one["text"] for one in answer.json["comments"]] == [one.text for one in theirs]
    assert {one["status"] for one in answer.json["comments"]} == {
        "Published",
        "Waiting for the newsroom to read it",
        "Not published",
    }
    assert {one["email"] for one in answer.json["comments"]} == {ADDRESS}
    for secret in ("casino", "held_because", "evidence", "judged", "spam", "status_since"):
        assert secret not in answer.text.replace("Mine, spam.", ""), secret
    assert "Narges" not in answer.text


def test_mail_about_an_account_with_the_same_address_is_neither_shown_nor_deleted(
    client: Client, theirs: list[Comment], link: str
) -> None:
    notify(ADDRESS, "Choose a new password", "http://localhost:8000/reset/secret")
    db.session.commit()
    assert "secret" not in client.get(f"{link}/export").text
    client.submit(client.page(f"{link}/erasure"), "Erase my address")
    assert outbox.waiting().number == 1


def test_mails_about_replies_are_stopped_and_started_nowhere(client: Client, theirs: list[Comment], link: str) -> None:
    assert "Stop mails about replies" not in client.page(link).text
    known = Correspondent(address_index=theirs[0].address_index, address_sealed=theirs[0].address_sealed)
    known.confirmed_at = now()
    db.session.add(known)
    page = client.submit(client.page(link), "Stop mails about replies")
    assert "You will get no more emails about replies." in page.text
    assert not db.session.scalars(select(Correspondent)).one().gets_mail


def test_the_address_is_erased_and_the_words_stay(
    client: Client, article: Article, theirs: list[Comment], link: str
) -> None:
    make_comment(article, "Yours, Dara")
    db.session.add(Correspondent(address_index=theirs[0].address_index, address_sealed=theirs[0].address_sealed))
    outbox.put(ADDRESS, "A subject", "Words.", key="one")
    page = client.page(f"{link}/erasure")
    assert "In 1 of them the text itself has your name" in page.text
    page = client.submit(page, "Erase my address")
    assert "Nothing here is stored with your address any more." in page.text
    assert [one.text for one in theirs] == ["Mine, approved.", "Mine, pending.", "Mine, spam.", "Mine, trash."]
    assert {one.name for one in theirs} == {"Anonymous"}
    assert db.session.scalars(select(Correspondent)).all() == db.session.scalars(select(Mail)).all() == []
    assert "No comments are stored" in client.page(link).text


def test_there_are_pages_of_many(client: Client, article: Article, link: str) -> None:
    for number in range(55):
        make_comment(article, f"Comment {number}", created_at=now() - timedelta(days=1))
    page = client.page(link)
    assert len(page.one("ol", class_="own-comments").all("li")) == 50
    page = client.page(page.link("Older"))
    assert len(page.one("ol", class_="own-comments").all("li")) == 9
