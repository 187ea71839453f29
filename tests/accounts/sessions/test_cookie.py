"""The cookie is ours, whole and for the newsroom's pages, or it is none."""

import pytest
from flask import Flask

from blog.accounts.models import User
from tests.accounts.sessions.conftest import cookie, is_signed_in
from tests.factories import PASSWORD
from tests.pages import Client, sign_in


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
