"""A reader reports a comment, without a script."""

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import posting, reporting
from blog.comments.models import PENDING, Comment
from blog.comments.reporting import Report
from blog.tools.database import db
from blog.web.template_helpers import article_url
from tests.factories import all_writes_refused, make_article, make_comment
from tests.pages import Client, Page, sign_in


@pytest.fixture
def article(author: User) -> Article:
    return make_article("The whole article", author=author)


@pytest.fixture
def comment(article: Article) -> Comment:
    return make_comment(article, "They are all thieves.", name="Rude")


def rows() -> list[Report]:
    return list(db.session.scalars(select(Report).order_by(Report.id)))


def test_a_reader_reports_a_comment_and_is_thanked(client: Client, article: Article, comment: Comment) -> None:
    page = client.page(article_url(article))
    link = page.link("Report the comment by Rude")
    assert page.one("a", href=link).get("rel") == "nofollow"
    page = client.page(link)
    assert "They are all thieves." in page.text
    page = client.submit(page, "Send report", reason="abuse", words="He means us.")
    assert page.path == article_url(article)
    assert "Thank you. A moderator will look at this comment." in page.text
    assert [(one.comment_id, one.reason, one.words) for one in rows()] == [(comment.id, "abuse", "He means us.")]
    assert "They are all thieves." in page.text


def test_the_same_reader_is_thanked_again_and_counted_once(client: Client, comment: Comment) -> None:
    for reason in ("spam", "abuse"):
        page = client.submit(client.page(f"/report/{comment.id}"), "Send report", reason=reason)
        assert "Thank you. A moderator" in page.text
    assert [one.reason for one in rows()] == ["spam"]


def test_a_report_that_the_database_does_not_take_comes_back(client: Client, comment: Comment) -> None:
    form = client.page(f"/report/{comment.id}")
    with all_writes_refused():
        page = client.submit(form, "Send report", reason="abuse", words="He means us.", status=503)
    assert page.one("textarea").raw_text.strip() == "He means us."
    assert "Set-Cookie" not in page.response.headers
    client.submit(page, "Send again")
    assert [(one.reason, one.words) for one in rows()] == [("abuse", "He means us.")]


def test_a_report_without_a_reason_or_with_too_many_words_comes_back_as_it_was(
    client: Client, comment: Comment
) -> None:
    form = client.page(f"/report/{comment.id}")
    page = client.submit(form, "Send report", words="He means us.", status=422)
    assert "Choose what is wrong with the comment" in page.one(id="error-summary").text
    assert page.one("textarea").raw_text.strip() == "He means us."
    page = client.submit(form, "Send report", reason="spam", words="x" * 501, status=422)
    assert "Anything to add must be 500 characters or fewer. You have 501" in page.text
    assert page.filled(page.form("Send report")[0])["reason"] == ["spam"]
    for bad in ("nonsense", "spam\0", ""):
        answer = client.post(f"/report/{comment.id}", data={"reason": bad}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 422
    assert rows() == []


def test_nobody_reports_more_than_the_limit_and_what_was_written_is_kept(client: Client, article: Article) -> None:
    comments = [make_comment(article, f"Words {n}", name=f"Reader {n}") for n in range(reporting.HOURLY.most + 1)]
    *others, last = [comment.id for comment in comments]
    client.looks = False
    for number in others:
        data, headers = {"reason": "spam"}, {"Sec-Fetch-Site": "same-origin"}
        assert client.post(f"/report/{number}", data=data, headers=headers).status_code == 303
    client.looks = True
    answer = client.press(client.page(f"/report/{last}"), "Send report", reason="other", words="And this one")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3000
    page = Page(answer)
    assert "Many comments have been reported from your network. Wait 60 minutes" in page.one(id="error-summary").text
    assert page.one("textarea").raw_text.strip() == "And this one"
    assert len(rows()) == len(others)
    # What was reported before is still thanked for.
    assert client.press(client.page(f"/report/{others[0]}"), "Send report", reason="spam").status_code == 303


def test_only_what_readers_see_can_be_reported(client: Client, article: Article, author: User) -> None:
    pending = make_comment(article, "Wait", name="Mina", status=PENDING)
    gone = make_comment(make_article("Gone", author=author, withdrawn="Wrong."), name="Sia")
    for number in (pending.id, gone.id, 9999, 2**31 - 1):
        assert client.get(f"/report/{number}").status_code == 404
        answer = client.post(f"/report/{number}", data={"reason": "spam"}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 404
    staff = posting.post_as_staff(article, "We looked into it.", None, author)
    assert client.get(f"/report/{staff.id}").status_code == 200


def test_crawlers_and_browsers_are_asked_to_leave_the_form_alone(client: Client, comment: Comment) -> None:
    assert "Disallow: /report/" in client.get("/robots.txt").text
    assert "noindex" in client.get(f"/report/{comment.id}").text


def test_admins_read_what_is_reported_as_plain_text(app: Flask, client: Client, admin: User, comment: Comment) -> None:
    words = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) \u202eolleh"
    client.submit(client.page(f"/report/{comment.id}"), "Send report", reason="other", words=words)
    desk = app.test_client()
    sign_in(desk, admin)
    page = desk.page("/admin/comments?status=reported")
    said = page.one("ul", class_="complaints").one("li")
    assert said.text == words.replace("\u202e", "")
    assert said.all("script") + said.all("img") + said.all("a") == []


def test_an_admin_keeps_a_reported_comment_and_undoes_it(client: Client, admin: User, comment: Comment) -> None:
    db.session.add(Report(comment_id=comment.id, reason="off-topic"))
    sign_in(client, admin)
    page = client.page("/admin/comments?status=reported")
    assert "Reported by 1 reader: off topic" in page.text
    data = page.filled(page.form("Keep selected")[0])
    answer = client.post(
        "/admin/comments/batch?status=reported",
        data={"csrf_token": data["csrf_token"], "approved": comment.id},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    page = client.page(answer.location)
    assert "No comments in Reported." in page.text
    page = client.submit(page, "Undo")
    assert "Reported by 1 reader: off topic" in page.text
