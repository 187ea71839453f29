"""An operator makes accounts."""

import re

import pytest
from flask import Flask

from blog.accounts import queries
from blog.accounts.models import User
from tests.factories import make_app
from tests.pages import Client, sign_in


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def test_the_first_account_chooses_its_password_by_the_link_and_signs_in(app: Flask, client: Client) -> None:
    code, output = run(app, "people", "create", "--role", "admin", "Leila Navid", "Leila@Example.com")
    assert code == 0
    assert "Leila Navid may sign in as leila@example.com (admin)." in output
    path = re.search(r"http://127\.0\.0\.1:8000(/reset/\S+)", output)[1]
    password = "a long enough phrase"
    page = client.submit(client.page(path), "Save password", password=password, password_confirm=password)
    page = client.submit(page, "Sign in", email="leila@example.com", password=password)
    assert page.path.startswith("/desk")
    assert client.get(path).status_code == 302, "the link is good once"


def test_a_mistake_makes_no_account_and_is_named(app: Flask) -> None:
    assert run(app, "people", "create", "Leila", "leila@")[1] == (
        "Error: Enter an email address in the correct format, like name@example.com.\n"
    )
    assert "Enter a name of 80 characters or fewer" in run(app, "people", "create", " ", "leila@example.com")[1]
    assert run(app, "people", "create", "Leila", "leila@example.com", "--role", "owner")[0] == 2
    assert queries.everyone() == []


def test_an_address_belongs_to_one_account_whatever_its_case(app: Flask) -> None:
    run(app, "people", "create", "Leila Navid", "leila@example.com")
    code, output = run(app, "people", "create", "Leila Navid", "LEILA@example.com")
    assert code == 1
    assert "There is an account with this email address already" in output


def test_two_people_who_sound_alike_have_pages_of_their_own(app: Flask) -> None:
    run(app, "people", "create", "李伟", "wei@example.com")
    run(app, "people", "create", "黎伟", "l.wei@example.com")
    assert {user.slug for user in queries.everyone()} == {"li-wei", "li-wei-2"}


@pytest.mark.parametrize("name", ["Leila Navid", "LEILA  NAVID", "LeiIa Navid", "Lеilа Nаvid"])
def test_nobody_is_called_like_somebody_else(app: Flask, name: str) -> None:
    run(app, "people", "create", "Leila Navid", "leila@example.com")
    code, output = run(app, "people", "create", name, "l.navid@example.com")
    assert code == 1
    assert "has this name, or one that looks like it" in output
    assert len(queries.everyone()) == 1


def test_a_name_cannot_command_the_terminal(app: Flask, author: User) -> None:
    code, output = run(app, "people", "create", "Eve\x1b[2J\x1b]0;owned\x07", "eve@example.com")
    assert (code, output) == (1, "Error: Enter a name without control characters.\n")
    author.name = "Eve\x1b[2J\x9b1m\u202e\nLeila <leila@example.com>"
    output = run(app, "people", "list")[1]
    assert output.startswith("Eve?[2J?1m??Leila <leila@example.com> <samira@example.com>")
    assert output.count("\n") == 1


def test_somebody_locked_out_gets_a_new_link(app: Flask, author: User) -> None:
    code, output = run(app, "people", "reset-password", author.email)
    assert code == 0
    assert "/reset/" in output
    assert run(app, "people", "reset-password", "nobody@example.com") == (
        1,
        "Error: There is no account with the address nobody@example.com.\n",
    )


def test_somebody_deactivated_gets_no_link(app: Flask, author: User) -> None:
    author.active = False
    assert run(app, "people", "reset-password", author.email) == (
        1,
        "Error: Samira Rostami is deactivated and cannot sign in. An admin reactivates the account under People.\n",
    )


def test_somebody_who_lost_the_telephone_signs_in_with_the_password(app: Flask, client: Client, author: User) -> None:
    make_app(author)
    code, output = run(app, "people", "reset-second-factor", author.email)
    assert (code, output) == (0, "Samira Rostami signs in with the password alone now.\n")
    assert sign_in(client, author).path == "/desk/articles"
    assert run(app, "people", "reset-second-factor", "nobody@example.com")[0] == 1


def test_the_list_shows_everybody(app: Flask, author: User, admin: User) -> None:
    author.active = False
    output = run(app, "people", "list")[1]
    assert "Leila Navid <leila@example.com>  admin  active  never signed in" in output
    assert "Samira Rostami <samira@example.com>  author  deactivated" in output


def test_an_empty_list_says_how_to_make_the_first(app: Flask) -> None:
    assert "flask people create --role admin NAME EMAIL" in run(app, "people", "list")[1]
