"""People are signed in where they know of, as long as they should be, and nowhere once it has ended."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blog.accounts import inviting, managing, sessions
from blog.accounts.models import ADMIN, StaffSession, User
from blog.articles.models import Article
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import PASSWORD, all_writes_refused, count_queries, make_app, make_session
from tests.pages import Client, sign_in

ANOTHER = "an altogether other word"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture
def phone(app: Flask) -> Client:
    """Another browser."""
    return app.test_client()


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/articles").status_code == 200


def rows() -> list[StaffSession]:
    return list(db.session.scalars(select(StaffSession).order_by(StaffSession.id)))


def cookie(client: Client) -> str:
    found = client.get_cookie("session")
    assert found
    return found.value


def sign_out(client: Client, user: User) -> None:
    client.submit(client.page("/desk/articles"), "Sign out")


def change_password(client: Client, user: User) -> None:
    page = client.page("/desk/password")
    client.submit(page, "Change password", password=PASSWORD, new_password=ANOTHER, new_password_confirm=ANOTHER)


def choose_password_by_link(client: Client, user: User) -> None:
    form = client.page(inviting.password_link(user).partition("8000")[2])
    client.submit(form, "Save password", password=ANOTHER, password_confirm=ANOTHER)


def be_deactivated(client: Client, user: User) -> None:
    managing.deactivate(user)


def be_deactivated_by_hand(client: Client, user: User) -> None:
    user.active = False


def get_another_role(client: Client, user: User) -> None:
    managing.give_role(user, ADMIN)


def lose_access(client: Client, user: User) -> None:
    client.application.extensions["security"].datastore.set_uniquifier(user)


def sign_out_elsewhere(client: Client, user: User) -> None:
    client.submit(client.page("/desk/profile"), "Sign out elsewhere")


@pytest.mark.parametrize(
    ("happening", "stays"),
    [
        (sign_out, False),
        (change_password, True),
        (sign_out_elsewhere, True),
        (choose_password_by_link, False),
        (be_deactivated, False),
        (be_deactivated_by_hand, False),
        (get_another_role, False),
        (lose_access, False),
    ],
)
def test_what_ends_sessions_ends_them_everywhere_at_once(
    client: Client, phone: Client, author: User, happening: Callable[[Client, User], None], stays: bool
) -> None:
    sign_in(client, author)
    sign_in(phone, author)
    copies = [cookie(client), cookie(phone)]
    happening(client, author)
    assert not is_signed_in(phone)
    assert is_signed_in(client) == stays
    if happening is sign_out_elsewhere:
        return
    for copy in copies:
        phone.set_cookie("session", copy)
        assert not is_signed_in(phone), "a copy of the cookie opens nothing either"


def test_somebody_else_stays_signed_in(client: Client, phone: Client, author: User, admin: User) -> None:
    sign_in(client, author)
    sign_in(phone, admin)
    change_password(client, author)
    sign_out(client, author)
    assert is_signed_in(phone)


def test_only_a_digest_of_the_token_is_stored_and_no_address(client: Client, author: User) -> None:
    client.environ_base.update(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.77")
    sign_in(client, author)
    with client.session_transaction("/desk/") as session:
        token = session["token"]
    (row,) = rows()
    assert row.token_digest == hashlib.sha256(token.encode()).digest()
    assert (row.user_id, row.browser, row.network) == (author.id, "Firefox on Windows", "203.0.113.0")


def test_signing_in_leaves_nothing_of_the_session_that_was_there_before(
    app: Flask, client: Client, author: User
) -> None:
    planted = app.test_client()
    form = planted.page("/login")
    with planted.session_transaction("/login") as session:
        session.update(token="planted", anything="else", _remember="set")
        secret = session["csrf_token"]
    before = cookie(planted)
    planted.press(form, "Sign in", email=author.email, password=PASSWORD)
    with planted.session_transaction("/desk/") as session:
        assert set(session) <= {"_user_id", "_id", "_fresh", "fs_paa", "token"}
        assert session["token"] != "planted"
    planted.page("/desk/articles")
    with planted.session_transaction("/desk/") as session:
        assert session["csrf_token"] != secret
    client.set_cookie("session", before)
    assert not is_signed_in(client)


def test_the_token_of_one_person_opens_nothing_of_another(
    client: Client, phone: Client, author: User, admin: User
) -> None:
    sign_in(client, author)
    sign_in(phone, admin)
    with phone.session_transaction("/desk/") as theirs, client.session_transaction("/desk/") as mine:
        mine["_user_id"] = theirs["_user_id"]
    assert not is_signed_in(client)


def test_a_half_finished_sign_in_has_no_row(client: Client, author: User) -> None:
    make_app(author)
    page = client.submit(client.page("/login"), "Sign in", email=author.email, password=PASSWORD)
    assert page.path == "/login/code"
    assert not is_signed_in(client)
    assert rows() == []


def test_no_sign_in_is_remembered_beyond_the_session(client: Client, author: User) -> None:
    form = client.page("/login")
    token = form.filled(form.form("Sign in")[0])["csrf_token"]
    data = {"email": author.email, "password": PASSWORD, "remember": "y", "csrf_token": token}
    answer = client.post("/login", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.location == "/desk/"
    (set_cookie,) = answer.headers.getlist("Set-Cookie")
    assert set_cookie.startswith("session=")
    assert "Expires" not in set_cookie
    assert "Max-Age" not in set_cookie


def test_a_visit_is_noted_once_a_minute(client: Client, author: User) -> None:
    sign_in(client, author)
    (row,) = rows()
    row.seen_at = now() - timedelta(seconds=30)
    seen_at = row.seen_at
    client.page("/desk/articles")
    assert row.seen_at == seen_at
    row.seen_at = now() - timedelta(seconds=61)
    client.page("/desk/articles")
    assert now() - row.seen_at < timedelta(seconds=30)


def test_a_page_asks_one_question_to_know_who_is_there(client: Client, author: User) -> None:
    sign_in(client, author)
    with count_queries() as asked:
        client.page("/desk/articles")
    about_people = [statement for statement in asked if "staff_sessions" in statement or "FROM users" in statement]
    assert len(about_people) == 1, about_people


@pytest.mark.settings(SESSION_IDLE_HOURS=3, SESSION_DAYS=2)
@pytest.mark.parametrize(
    ("started", "seen", "lasts"),
    [
        (timedelta(hours=4), timedelta(hours=2, minutes=59), True),
        (timedelta(hours=4), timedelta(hours=3, seconds=1), False),
        (timedelta(days=2, seconds=1), timedelta(seconds=1), False),
        (timedelta(days=1, hours=23), timedelta(seconds=1), True),
    ],
)
def test_a_session_ends_by_itself(
    client: Client, author: User, started: timedelta, seen: timedelta, lasts: bool
) -> None:
    sign_in(client, author)
    (row,) = rows()
    row.started_at, row.seen_at = now() - started, now() - seen
    assert is_signed_in(client) == lasts


def test_what_is_typed_as_the_session_ends_is_kept(client: Client, author: User) -> None:
    sign_in(client, author)
    form = client.page("/desk/articles/new")
    (row,) = rows()
    row.seen_at -= timedelta(hours=12)
    kept = client.submit(form, "Save draft", headline="The road north", body="Open at noon.", status=401)
    assert "You are signed out." in kept.text
    sign_in(client, author)
    kept = client.submit(kept, "Send again", status=400)
    client.submit(kept, "Send again")
    assert db.session.query(Article).one().headline == "The road north"


def test_what_is_known_of_an_ended_session_goes_when_somebody_signs_in(client: Client, author: User) -> None:
    idle = make_session(author, seen_at=now() - timedelta(hours=12, seconds=1)).id
    old = make_session(author, started_at=now() - timedelta(days=14, seconds=1)).id
    lasting = make_session(author, seen_at=now() - timedelta(hours=11)).id
    sign_in(client, author)
    left = {row.id for row in rows()}
    assert lasting in left
    assert not left & {idle, old}
    assert len(left) == 2


def test_an_account_that_is_deleted_takes_its_sessions_along(app: Flask, author: User) -> None:
    make_session(author)
    db.session.delete(author)
    db.session.commit()
    assert rows() == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "e30",
        "eyJfdXNlcl9pZCI6IjEifQ.aSG8cw.0000000000000000000000000000",
        ".eJwDAAAAAAE.aSG8cw.xyz",
        "..",
        "{}",
        "\xff\xfe\x00",
        "é" * 500,
        "a" * 1_000_000,
        "." * 100_000,
    ],
    ids=lambda value: f"{value[:12]!r}, {len(value)}",
)
def test_a_cookie_that_is_not_ours_is_none(client: Client, author: User, value: str) -> None:
    for name in ("session", "__Host-session", "remember_token"):
        client.environ_base["HTTP_COOKIE"] = f"{name}={value}"
        assert client.get("/desk/articles").location == "/login?next=/desk/articles"
        assert client.get("/login").status_code == 200
        assert client.get("/").status_code == 200


def test_a_cookie_cut_or_changed_anywhere_is_none(app: Flask, client: Client, author: User) -> None:
    sign_in(client, author)
    whole = cookie(client)
    other = app.test_client()
    for place in range(0, len(whole) - 1, 7):
        for changed in (whole[:place], whole[:place] + ("A" if whole[place] != "A" else "B") + whole[place + 1 :]):
            other.set_cookie("session", changed)
            assert other.get("/desk/profile").status_code == 302


def test_a_cookie_signed_by_another_site_is_none(app: Flask, client: Client, author: User) -> None:
    sign_in(client, author)
    with client.session_transaction("/desk/") as session:
        contents = dict(session)
    signer = app.session_interface.get_signing_serializer(app)
    assert signer
    for salt, key in (("cookie-session", "another key of the same length, forged"), ("remember", str(app.secret_key))):
        forger = type(signer)(key, salt=salt, serializer=signer.serializer, signer_kwargs=signer.signer_kwargs)
        client.set_cookie("session", forger.dumps(contents))
        assert not is_signed_in(client)
    client.set_cookie("session", signer.dumps(contents))
    assert is_signed_in(client), "what differs is the key and the salt alone"


@pytest.mark.settings(SITE_URL="https://news.example.org")
def test_an_https_site_has_a_cookie_that_no_other_host_can_set(client: Client, author: User) -> None:
    form = client.page("/login", base_url="https://news.example.org/")
    set_cookie = form.response.headers["Set-Cookie"]
    name, _, attributes = set_cookie.partition("=")
    assert name == "__Host-session"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes.split("; "))
    assert "Domain" not in attributes


def test_a_readers_page_never_gets_the_session(client: Client, author: User) -> None:
    sign_in(client, author)
    for path in ("/", "/archive/", f"/author/{author.slug}/", "/robots.txt", "/ticker.json", "/nowhere/"):
        assert "Set-Cookie" not in client.get(path).headers, path


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
    page = client.submit(page, label)
    assert "Firefox on Windows is signed out." in page.text
    assert not is_signed_in(phone)
    assert not [one for one in page.all("button") if one.text == "Sign out elsewhere"]


def test_a_session_of_somebody_else_cannot_be_ended(client: Client, author: User, admin: User) -> None:
    theirs = make_session(admin).id
    sign_in(client, author)
    token = client.page("/desk/profile").all("input", name="csrf_token")[0].get("value")
    for session_id in (theirs, 99, 2**31 - 1, 2**40):
        answer = client.post(
            f"/desk/sessions/{session_id}/end", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 404
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


def test_while_nothing_can_be_written_the_desk_can_be_read(client: Client, author: User) -> None:
    sign_in(client, author)
    (row,) = rows()
    row.seen_at = now() - timedelta(minutes=2)
    db.session.commit()
    with all_writes_refused():
        assert client.page("/desk/articles").heading == "Articles"
