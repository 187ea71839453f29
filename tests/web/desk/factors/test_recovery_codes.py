"""Recovery codes are shown once, and stay while there is a factor."""

import pytest
from sqlalchemy import delete, select

from blog.accounts.factors import queries, recovery, requiring
from blog.accounts.factors.models import AuthenticatorApp, Passkey
from blog.accounts.models import AUTHOR, User
from blog.tools.database import APART, db
from tests.factories import make_app, make_passkey
from tests.pages import Client


def test_the_app_is_removed_and_the_recovery_codes_with_it(desk: Client, author: User) -> None:
    make_app(author)
    desk.submit(desk.page("/desk/factors"), "Make new recovery codes")
    assert queries.codes_left(author) == 10
    page = desk.submit(desk.page("/desk/factors"), "Remove the authenticator app")
    assert "The authenticator app is removed." in page.text
    assert (queries.number_of(author), queries.codes_left(author)) == (0, 0)


def test_recovery_codes_stay_while_there_is_another_factor(desk: Client, author: User) -> None:
    make_app(author)
    make_passkey(author, "Key ring")
    desk.submit(desk.page("/desk/factors"), "Make new recovery codes")
    desk.submit(desk.page("/desk/factors"), "Remove the passkey Key ring")
    assert (queries.number_of(author), queries.codes_left(author)) == (1, 10)


@pytest.mark.parametrize("kind", [AuthenticatorApp, Passkey])
def test_a_second_click_on_remove_leaves_the_recovery_codes_to_the_other_factor(
    author: User, kind: type[AuthenticatorApp | Passkey]
) -> None:
    make_app(author)
    make_passkey(author, "Key ring")
    recovery.make_codes(author)
    requiring.require_of([AUTHOR])
    db.session.commit()
    factor = db.session.scalars(select(kind)).one()
    # The first click comes first after both have found the factor.
    with db.engines[APART].begin() as connection:
        connection.execute(delete(kind))
    requiring.remove(author, factor)
    db.session.commit()
    assert (queries.number_of(author), queries.codes_left(author)) == (1, 10)


def test_recovery_codes_are_shown_once_and_replace_those_from_before(desk: Client, author: User) -> None:
    make_app(author)
    first = desk.submit(desk.page("/desk/factors"), "Make new recovery codes")
    codes = {code.text for code in first.all("code")}
    assert len(codes) == 10
    page = desk.page(first.link("I have kept them"))
    assert "10 left." in page.text
    assert not codes & {code.text for code in page.all("code")}
    again = desk.submit(page, "Make new recovery codes")
    assert not codes & {code.text for code in again.all("code")}
    assert queries.codes_left(author) == 10


def test_who_has_taken_the_last_factor_away_meanwhile_is_led_back(desk: Client, author: User) -> None:
    make_app(author)
    page = desk.page("/desk/factors")
    desk.submit(page, "Remove the authenticator app")
    page = desk.submit(page, "Make new recovery codes")
    assert page.path == "/desk/factors"
    assert not queries.codes_left(author)
