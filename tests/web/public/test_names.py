"""Nobody comments in the name of the newsroom, or of anybody in it."""

import pytest
from flask import Flask

from blog.accounts.models import User
from tests.factories import make_article
from tests.pages import Client, sign_in

SOMEBODY = "This name belongs to a member of the newsroom. Choose another, or sign in"
NEWSROOM = "This name stands for the newsroom. Choose another"


@pytest.mark.parametrize(
    "name", ["Samira Rostami", "SAMIRA ROSTAMI", "Sarnira  Rostam1", "Sаmirа Rоstаmi", "S4m1ra\u200bRostami"]
)
@pytest.mark.parametrize("active", [True, False])
def test_nobody_is_called_like_somebody_of_the_newsroom(
    client: Client, author: User, reader: dict[str, str], name: str, active: bool
) -> None:
    page = client.page(f"/comments/new?article={make_article(author=author).id}")
    author.active = active
    page = client.submit(page, "Post Comment", comment="I resign.", **reader | {"author": name}, status=422)
    assert SOMEBODY in page.text
    assert page.one(id="author").get("value") == " ".join(name.split(" "))


@pytest.mark.parametrize(
    "name",
    ["The Meridian", "meridian", "ＭＥＲＩＤＩＡＮ", "Admin", "4dmin", "the EDITOR", "Moderat0r", "Administrаtor"],
)
def test_nobody_is_called_like_the_newsroom(client: Client, reader: dict[str, str], name: str) -> None:
    page = client.page(f"/comments/new?article={make_article().id}")
    page = client.submit(page, "Post Comment", comment="I close this.", **reader | {"author": name}, status=422)
    assert NEWSROOM in page.text


@pytest.mark.parametrize("name", ["Edith", "Adeline", "Samira", "Samir Rostami", "Omid Rostami", "Stafford"])
def test_a_name_that_is_only_like_that_is_free(client: Client, author: User, reader: dict[str, str], name: str) -> None:
    page = client.page(f"/comments/new?article={make_article(author=author).id}")
    page = client.submit(page, "Post Comment", comment="A fine piece.", **reader | {"author": name})
    assert "awaiting moderation" in page.text


def test_nobody_of_the_newsroom_takes_the_name_of_another(
    app: Flask, client: Client, author: User, admin: User
) -> None:
    sign_in(client, author)
    for name in ("Leila Navid", "LeiIa Navid", "Lеilа Nаvid"):
        page = client.submit(client.page("/desk/profile"), "Save profile", status=422, name=name)
        assert "Somebody of the newsroom has this name, or one that looks like it" in page.text
    assert author.name == "Samira Rostami"
    page = client.submit(client.page("/desk/profile"), "Save profile", name="SAMIRA Rostami")
    assert author.name == "SAMIRA Rostami"
    sign_in(boss := app.test_client(), admin)
    page = boss.submit(
        boss.page("/admin/people/new"), "Invite", status=422, name="Samira Rostam1", email="s@example.com"
    )
    assert "Somebody of the newsroom has this name" in page.one("p", class_="err").text
