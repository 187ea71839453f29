"""People see where they are signed in, and end it there; an admin does it for them."""

from datetime import timedelta

from blog.accounts import sessions
from blog.accounts.models import User
from blog.tools.clock import now
from tests.accounts.sessions.conftest import FIREFOX, is_signed_in, rows
from tests.factories import make_session
from tests.pages import Client, sign_in


def test_the_profile_shows_where_one_is_signed_in(client: Client, phone: Client, author: User) -> None:
    phone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(phone, author)
    (row,) = rows()
    row.seen_at = now() - timedelta(minutes=5, seconds=2)
    make_session(author, "Safari on iPhone", seen_at=now() - timedelta(hours=13))
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
    sign_in(client, author)
    shown = [item.text for item in client.page("/desk/profile").one(class_="sessions").all("li")]
    assert [text.partition(" Since")[0] for text in shown] == ["Chrome on Linux This device", "Firefox on Windows"]
    assert "last seen 5 minutes ago" in shown[1]
    assert "Sign out" not in shown[0]


def test_one_browser_is_signed_out_from_another(client: Client, phone: Client, author: User) -> None:
    phone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(phone, author)
    sign_in(client, author)
    page = client.page("/desk/profile")
    label = next(one.get("aria-label") for one in page.all("button") if one.get("aria-label"))
    done = client.submit(page, label)
    assert "Firefox on Windows is signed out." in done.text
    assert not is_signed_in(phone)
    again = client.submit(page, label)
    assert again.path == "/desk/profile"
    assert "You are not signed in there." in again.text
    assert not [one for one in again.all("button") if one.text == "Sign out elsewhere"]


def test_a_session_of_somebody_else_cannot_be_ended(client: Client, author: User, admin: User) -> None:
    theirs = make_session(admin).id
    sign_in(client, author)
    token = client.page("/desk/profile").all("input", name="csrf_token")[0].get("value")
    for session_id in (theirs, 99, 2**31 - 1):
        answer = client.post(
            f"/desk/sessions/{session_id}/end", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.location == "/desk/profile"
        assert "You are not signed in there." in client.page("/desk/profile").text
    assert sessions.session_of(admin, theirs)


def test_an_admin_signs_somebody_out_everywhere(client: Client, phone: Client, author: User, admin: User) -> None:
    phone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(phone, author)
    sign_in(client, admin)
    page = client.page(f"/admin/people/{author.id}")
    assert "Firefox on Windows" in page.one(class_="sessions").text
    page = client.submit(page, "Sign out everywhere")
    assert "Samira Rostami is signed out everywhere." in page.text
    assert not page.all(class_="sessions")
    assert not is_signed_in(phone)
    assert is_signed_in(client)
