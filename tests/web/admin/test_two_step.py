"""An admin decides who needs two-step sign-in, and helps who has lost it."""

from flask import Flask

from blog.accounts.factors import queries, recovery
from blog.accounts.models import ADMIN, AUTHOR, User
from tests.devices import code_of
from tests.factories import PASSWORD, make_app, make_passkey, make_user
from tests.pages import Client, sign_in


def test_the_list_says_who_has_it_and_who_must(desk: Client, admin: User, author: User) -> None:
    make_app(author)
    make_passkey(admin)
    make_user("Omid Karimi")
    rows = {row.one("bdi").text: row.text for row in desk.page("/admin/people").all("tr")[1:]}
    assert [rows[name].split()[-3] for name in ("Samira Rostami", "Leila Navid", "Omid Karimi")] == ["On", "On", "Off"]
    page = desk.submit(desk.page("/admin/people"), "Save", roles=[AUTHOR])
    assert [pill.text for pill in page.all("span", class_="flag")] == ["Missing"]


def test_a_role_needs_it_from_now_on_and_then_no_more(app: Flask, desk: Client, author: User) -> None:
    other = app.test_client()
    sign_in(other, author)
    page = desk.submit(desk.page("/admin/people"), "Save", roles=[AUTHOR])
    assert "Saved." in page.text
    assert [box.get("value") for box in page.all("input", name="roles") if "checked" in box.attributes] == [AUTHOR]
    assert other.get("/desk/articles").location == "/desk/factors"
    form, _ = page.form("Save")
    data = {name: value for name, value in page.filled(form).items() if name != "roles"}
    desk.post("/admin/people/two-step", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert other.page("/desk/articles").heading


def test_an_admin_who_requires_it_of_admins_sets_it_up_first(desk: Client, admin: User) -> None:
    page = desk.submit(desk.page("/admin/people"), "Save", roles=[AUTHOR, ADMIN])
    assert page.path == "/desk/factors"
    page = desk.page(page.link("Set up an app"))
    desk.submit(page, "Set up", code=code_of(page.one("code").text.replace(" ", "")))
    assert desk.page("/admin/people").heading == "People"


def test_a_role_that_there_is_not_is_refused(desk: Client) -> None:
    page = desk.page("/admin/people")
    token = page.filled(page.form("Save")[0])["csrf_token"]
    data = {"csrf_token": token, "roles": ["owner"]}
    answer = desk.post("/admin/people/two-step", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert queries.roles_that_need_one() == set()


def test_who_has_lost_it_starts_anew_with_the_password(app: Flask, desk: Client, author: User) -> None:
    key = make_app(author)
    make_passkey(author)
    recovery.make_codes(author)
    other = app.test_client()
    email = author.email
    page = other.submit(other.page("/login"), "Sign in", email=email, password=PASSWORD)
    other.submit(page, "Go on", code=code_of(key))
    page = desk.submit(desk.page(f"/admin/people/{author.id}"), "Reset two-step")
    assert "Samira Rostami signs in with the password alone now, and is signed out everywhere." in page.text
    assert (queries.number_of(author), queries.codes_left(author)) == (0, 0)
    assert other.get("/desk/").location.startswith("/login")
    assert sign_in(other, author).path == "/desk/articles"
    assert not [one for one in page.all("button") if one.text == "Reset two-step"]
