"""An admin looks after the people who may sign in."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_security import hash_password

from blog.accounts import inviting, managing, queries
from blog.accounts.models import ADMIN, AUTHOR, User
from tests.factories import PASSWORD, make_article, make_passkey, make_session, make_user, overtaken
from tests.pages import Client, sign_in


def test_everybody_is_listed_with_role_and_state(desk: Client, author: User) -> None:
    make_user("Omid Karimi", ADMIN, active=False)
    make_user("Ana Pires", password=None)
    page = desk.page("/admin/people")
    rows = {row.one("bdi").text: row.text for row in page.all("tr")[1:]}
    assert "samira@example.com Author Never Off Active" in rows["Samira Rostami"]
    assert "Deactivated" in rows["Omid Karimi"]
    assert "Invited" in rows["Ana Pires"]
    assert "Never" not in rows["Leila Navid"]
    assert [one.text for one in page.all("td", data_label="Last sign-in")].count("Never") == 3


def test_somebody_new_is_invited_and_comes_in_by_the_link(app: Flask, desk: Client) -> None:
    page = desk.page(desk.page("/admin/people").link("Invite somebody"))
    page = desk.submit(page, "Invite", name="Omid Karimi", email="Omid@Example.com", role=ADMIN)
    assert "once and within 72 hours" in page.text
    omid = queries.by_address("omid@example.com")
    assert omid
    assert (omid.name, omid.role, omid.password) == ("Omid Karimi", ADMIN, None)
    link = urlsplit(page.one("code").text)
    other = app.test_client()
    form = other.page(link.path)
    form = other.submit(form, "Save password", password="a password of my own", password_confirm="a password of my own")
    sign_in(other, omid, "a password of my own")
    assert other.page("/admin/people").heading == "People"
    assert other.get(link.path).status_code != 200


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Enter a name"),
        ("email", "", "Enter an email address"),
        ("email", "nobody", "Enter an email address in the correct format"),
        ("email", "jürgen@münchen.example", "Use no letters but a to z before the @: no mail gets to such an address"),
        ("email", "Leila@example.com", "There is an account with this email address already"),
    ],
)
def test_a_wrong_invitation_comes_back(desk: Client, field: str, value: str, message: str) -> None:
    values = {"name": "Omid Karimi", "email": "omid@example.com"} | {field: value}
    page = desk.submit(desk.page("/admin/people/new"), "Invite", status=422, **values)
    assert message in page.text
    assert page.title.startswith("Error: ")
    assert len(queries.everyone()) == 1


@pytest.mark.parametrize(
    ("name", "address", "message"),
    [
        ("Pia L0ng", "long@example.com", "Somebody of the newsroom has this name, or one that looks like it"),
        ("Omid Karimi", "pia@example.com", "There is an account with this email address already"),
    ],
)
def test_of_two_who_invite_at_once_the_second_is_told_what_is_taken(
    desk: Client, name: str, address: str, message: str
) -> None:
    form = desk.page("/admin/people/new")
    page = overtaken(
        lambda: inviting.invite("Pia Long", "pia@example.com"),
        lambda: desk.submit(form, "Invite", status=422, name=name, email=address),
    )
    assert message in page.text
    assert len(queries.everyone()) == 2


def test_a_mistyped_invitation_is_withdrawn_and_made_again(app: Flask, desk: Client) -> None:
    page = desk.submit(desk.page("/admin/people/new"), "Invite", name="Omid Karimi", email="omit@example.com")
    link = urlsplit(page.one("code").text).path
    omid = queries.by_address("omit@example.com")
    assert omid
    page = desk.page(desk.page(f"/admin/people/{omid.id}").link("Withdraw the invitation"))
    page = desk.submit(page, "Withdraw")
    assert page.path == "/admin/people"
    assert "Omid Karimi is not invited any more. The name and the address are free again." in page.text
    assert app.test_client().get(link).status_code == 302
    desk.submit(desk.page("/admin/people/new"), "Invite", name="Omid Karimi", email="omid@example.com")
    assert [user.email for user in queries.everyone()] == ["leila@example.com", "omid@example.com"]


def test_of_two_who_withdraw_an_invitation_at_once_the_second_is_told(desk: Client) -> None:
    omid = inviting.invite("Omid Karimi", "omid@example.com")
    form = desk.page(f"/admin/people/{omid.id}/withdrawal")
    page = overtaken(lambda: managing.withdraw_invitation(omid), lambda: desk.submit(form, "Withdraw"))
    assert page.path == "/admin/people"
    assert "There is no such invitation any more: it may have been accepted, or withdrawn already." in page.text
    page = desk.submit(form, "Withdraw")
    assert "There is no such invitation any more" in page.text


@pytest.mark.parametrize("come_in", [True, False], ids=["a password", "an article"])
def test_somebody_with_a_password_or_an_article_stays(desk: Client, come_in: bool) -> None:
    omid = inviting.invite("Omid Karimi", "omid@example.com")
    form = desk.page(f"/admin/people/{omid.id}/withdrawal")
    if come_in:
        omid.password = hash_password(PASSWORD)
    else:
        make_article(author=omid)
    assert "Withdraw the invitation" not in desk.page(f"/admin/people/{omid.id}").text
    for page in (desk.submit(form, "Withdraw"), desk.page(form.path, follow_redirects=True)):
        assert "There is no such invitation any more" in page.text
    assert omid in queries.everyone()


def test_another_role_signs_the_person_out_and_keeps_the_byline(app: Flask, desk: Client, author: User) -> None:
    make_article(author=author)
    other = app.test_client()
    sign_in(other, author)
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), "Save role", role=ADMIN)
    assert "Samira Rostami has the role “admin” now and is signed out everywhere." in page.text
    assert author.role == ADMIN
    assert other.get("/desk/").location.startswith("/login")
    assert "Samira Rostami" in desk.page("/").text


def test_saving_the_same_role_signs_nobody_out_and_leaves_links_alone(app: Flask, desk: Client, author: User) -> None:
    link = urlsplit(inviting.password_link(author)).path
    other = app.test_client()
    sign_in(other, author)
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), "Save role")
    assert "Samira Rostami has the role “author” already, and nothing is changed." in page.text
    assert other.page("/desk/articles").heading == "Articles"
    assert app.test_client().page(link).heading == "Choose your password"


@pytest.mark.parametrize("button", ["Save role", "Reset two-step", "Sign out everywhere"])
def test_what_ends_a_link_says_so_and_so_does_the_link(app: Flask, desk: Client, author: User, button: str) -> None:
    make_passkey(author)
    make_session(author)
    link = urlsplit(inviting.password_link(author)).path
    role = {"role": ADMIN} if button == "Save role" else {}
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), button, **role)
    assert "Links to choose a password that were made before do not work any more." in page.text
    page = app.test_client().page(link, follow_redirects=True)
    assert "This link does not work any more, or is incomplete. Ask for a new one" in page.text


def test_the_only_administrator_stays(desk: Client, admin: User) -> None:
    words = "This is the only administrator. Give the role to someone else first."
    page = desk.submit(desk.page(f"/admin/people/{admin.id}"), "Save role", role=AUTHOR, status=422)
    assert words in page.text
    page = desk.submit(desk.page(f"/admin/people/{admin.id}/deactivation"), "Deactivate")
    assert words in page.text
    assert (admin.role, admin.active) == (ADMIN, True)


def test_somebody_is_deactivated_and_comes_back(app: Flask, desk: Client, author: User) -> None:
    make_article(author=author)
    other = app.test_client()
    sign_in(other, author)
    page = desk.page(desk.page(f"/admin/people/{author.id}").link("Deactivate"))
    page = desk.submit(page, "Deactivate")
    assert "Samira Rostami cannot sign in any more." in page.text
    assert other.get("/desk/").location.startswith("/login")
    form = {"email": author.email, "password": PASSWORD}
    assert "Samira Rostami" in desk.page("/").text
    page = other.submit(other.page("/login"), "Sign in", status=401, **form)
    assert page.path == "/login"
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), "Reactivate")
    assert "can sign in again" in page.text
    sign_in(other, author)


def test_who_comes_back_without_a_password_needs_a_new_link(desk: Client) -> None:
    omid = inviting.invite("Omid Karimi", "omid@example.com")
    omid.active = False
    page = desk.submit(desk.page(f"/admin/people/{omid.id}"), "Reactivate")
    assert "Omid Karimi is active again, and needs a new link to choose a password before signing in." in page.text
    assert desk.submit(page, "New link to choose a password").heading == "A link for Omid Karimi"


def test_an_admin_who_gives_the_role_away_is_an_author(desk: Client, admin: User) -> None:
    make_user("Omid Karimi", ADMIN)
    desk.press(desk.page(f"/admin/people/{admin.id}"), "Save role", role=AUTHOR)
    assert admin.role == AUTHOR
    assert desk.get("/admin/people").location.startswith("/login")


def test_a_new_link_is_handed_over(app: Flask, desk: Client, author: User) -> None:
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), "New link to choose a password")
    link = urlsplit(page.one("code").text)
    assert app.test_client().page(link.path).heading
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_a_link_dies_with_the_account(app: Flask, desk: Client, author: User) -> None:
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), "New link to choose a password")
    link = urlsplit(page.one("code").text)
    desk.submit(desk.page(f"/admin/people/{author.id}/deactivation"), "Deactivate")
    assert app.test_client().get(link.path).status_code != 200
