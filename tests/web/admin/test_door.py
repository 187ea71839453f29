"""Who may come in by the admins' door, and with what."""

import time

from flask import Flask

from blog.accounts import inviting
from blog.accounts.models import User
from blog.comments.models import PENDING
from tests.factories import PASSWORD, make_article, make_comment, make_user
from tests.pages import Client, Page, sign_in

PAGES = ["/admin/comments", "/admin/comments/1", "/admin/comments/1/reply", "/admin/comments/removal", "/admin/help"]
PAGES += ["/admin/comments/figures", "/admin/comments/wave", "/admin/decisions", "/admin/comments/rules"]
PEOPLE = ["/admin/people", "/admin/people/new", "/admin/people/1", "/admin/people/1/deactivation"]
PEOPLE += ["/admin/people/2/withdrawal"]
ACTIONS = [
    "/admin/comments/batch",
    "/admin/comments/undo",
    "/admin/comments/rules/1/removal",
    "/admin/comments/wave",
    "/admin/comments/wave/1/end",
    "/admin/people/1/role",
    "/admin/people/1/reactivation",
    "/admin/people/1/link",
    "/admin/people/1/sessions/end",
    "/admin/people/1/two-step/removal",
    "/admin/people/two-step",
]


def age_sign_in(client: Client, minutes: int) -> None:
    with client.session_transaction("/admin/") as session:
        session["fs_paa"] = time.time() - minutes * 60


def test_every_address_of_the_door_is_tried_here(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.")}
    matched = {app.url_map.bind("").match(path, "GET", return_rule=True)[0].rule for path in PAGES + PEOPLE}
    matched |= {app.url_map.bind("").match(path, "POST", return_rule=True)[0].rule for path in ACTIONS}
    assert matched == rules - {"/admin/"}


def test_strangers_are_sent_to_sign_in_and_come_back(client: Client, admin: User) -> None:
    for path in PAGES + PEOPLE:
        response = client.get(path + "?status=spam")
        assert (response.status_code, response.location) == (302, f"/login?next={path}?status%3Dspam")


def test_authors_may_not_look(client: Client, author: User) -> None:
    sign_in(client, author)
    for path in PAGES + PEOPLE:
        client.page(path, 403)


def test_nobody_else_changes_anything(app: Flask, author: User, admin: User) -> None:
    comment = make_comment(make_article(author=author), status=PENDING)
    writer = app.test_client()
    sign_in(writer, author)
    for path in ACTIONS + PAGES[1:4] + PEOPLE[1:]:
        same_origin = {"Sec-Fetch-Site": "same-origin"}
        assert app.test_client().post(path, headers=same_origin).status_code in (401, 405)
        assert writer.post(path, headers=same_origin).status_code in (403, 405)
    assert comment.status == PENDING


def test_a_form_without_the_token_changes_nothing(client: Client, admin: User) -> None:
    comment = make_comment(make_article(author=admin), status=PENDING)
    sign_in(client, admin)
    data = {"approved": str(comment.id)}
    response = client.post("/admin/comments/batch", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 400
    assert comment.status == PENDING


def test_who_is_signed_out_while_writing_loses_nothing(client: Client, admin: User) -> None:
    comment = make_comment(make_article(author=admin))
    sign_in(client, admin)
    form = client.page(f"/admin/comments/{comment.id}/reply")
    client.delete_cookie("session")
    kept = client.submit(form, "Post reply", comment="Thank you.", status=401)
    assert "You are signed out." in kept.text
    sign_in(client, admin)
    kept = client.submit(kept, "Send again", status=400)
    page = client.submit(kept, "Send again")
    assert "Your reply is published." in page.text


def test_what_cannot_be_undone_wants_the_password_again(client: Client, admin: User) -> None:
    make_comment(make_article(author=admin), status="trash")
    inviting.invite("Omid Karimi", "omid@example.com")
    sign_in(client, admin)
    for path in (*PEOPLE[1:], "/admin/comments/removal?status=trash&all=1"):
        age_sign_in(client, 0)
        client.page(path)
        age_sign_in(client, 16)
        response = client.get(path)
        assert response.location.startswith("/verify?next=")
        page = client.submit(client.page(response.location), "Go on", password=PASSWORD)
        assert page.path == path.partition("?")[0]


def test_a_form_sent_too_late_is_kept(client: Client, admin: User) -> None:
    sign_in(client, admin)
    form = client.page("/admin/people/new")
    age_sign_in(client, 16)
    kept = client.submit(form, "Invite", name="Omid Karimi", email="omid@example.com", role="admin", status=403)
    assert "Enter your password in another tab" in kept.text
    assert kept.link("Enter your password") == "/verify"
    age_sign_in(client, 0)
    done: Page = client.submit(kept, "Send again")
    assert done.heading == "A link for Omid Karimi"


def test_the_queue_itself_does_not_want_the_password_again(client: Client, admin: User) -> None:
    sign_in(client, admin)
    age_sign_in(client, 600)
    assert client.page("/admin/comments").heading == "Comments"


def test_asking_for_the_head_of_a_page_changes_nothing(client: Client, admin: User) -> None:
    omid = make_user("Omid Karimi", "admin")
    sign_in(client, admin)
    for path in (f"/admin/people/{omid.id}/deactivation", "/admin/comments/removal?status=trash&all=1"):
        client.head(path)
    assert omid.active


def test_what_is_not_there_is_not_found(client: Client, admin: User) -> None:
    sign_in(client, admin)
    for number in ("77", "9" * 30):
        for path in (f"/admin/comments/{number}", f"/admin/comments/{number}/reply", f"/admin/people/{number}"):
            client.page(path, 404)
    for query in ("page=0", "page=x", "page=99999999"):
        client.page(f"/admin/comments?{query}", 404)


def test_nonsense_in_the_address_is_left_out(client: Client, admin: User) -> None:
    sign_in(client, admin)
    many = "9" * 40
    for query in ("status=erased", "article=x", f"article={many}", "done=x", "page=900", "q=%25", f"done={many[:15]}"):
        client.page(f"/admin/comments?{query}")
