"""The headers that protect visitors are on every response."""

from urllib.parse import urlsplit

import pytest
from flask import Flask

from blog.accounts.inviting import password_link
from blog.accounts.models import User
from blog.web.static_files import static_url
from blog.web.template_helpers import article_url
from tests.newsroom import Newsroom
from tests.pages import Client, sign_in

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}
OTHERS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(answer) -> dict[str, str]:
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (directive.partition(" ") for directive in directives)}


def check(answer, expected: dict[str, str] = POLICY) -> None:
    assert policy(answer) == expected
    for name, value in OTHERS.items():
        assert answer.headers[name] == value
    # What the server in front of the site says of itself is tried in tests/attacks/test_telling.py.
    assert "Server" not in answer.headers


def test_every_page_and_file_of_readers_has_them(client: Client, newsroom: Newsroom) -> None:
    files = [static_url("site.css"), static_url("favicon.svg"), static_url("fonts/newsreader-text.woff2")]
    files += [client.page(newsroom.reader_paths[1]).all("img")[0].attributes["src"]]
    for path in [
        *newsroom.reader_paths,
        *newsroom.own_paths,
        *files,
        "/robots.txt",
        "/ticker.json",
        "/healthz",
        "/favicon.ico",
        "/login",
    ]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer)


def test_no_cache_keeps_a_page_of_signing_in(client: Client, author: User) -> None:
    before = ("/login", "/reset", urlsplit(password_link(author)).path)
    kept = [client.page(path).response.headers["Cache-Control"] for path in before]
    sign_in(client, author)
    kept += [client.page(path).response.headers["Cache-Control"] for path in ("/verify", "/desk/password")]
    assert kept == ["private, no-store"] * 5


@pytest.mark.fresh_app
def test_every_error_and_redirect_has_them(app: Flask, client: Client, newsroom: Newsroom) -> None:
    app.add_url_rule("/fault", "fault", lambda: 1 / 0)
    answers = {
        301: client.get("/tag/iraq"),
        302: client.get(f"/comments/{newsroom.comment.id}"),
        303: client.post("/comments", data=_reply(newsroom)),
        400: client.get("/?page=%00"),
        403: client.post("/comments", headers={"Sec-Fetch-Site": "cross-site"}),
        404: client.get("/nowhere"),
        405: client.post("/"),
        410: client.get(article_url(newsroom.withdrawn)),
        413: client.post("/comments", data=b"x" * 20_000_000, content_type="application/x-www-form-urlencoded"),
        422: client.post("/comments", data={**_reply(newsroom), "author": ""}),
        500: client.get("/fault"),
    }
    assert {code: answer.status_code for code, answer in answers.items()} == {code: code for code in answers}
    for answer in answers.values():
        check(answer)
    etag = client.get("/").headers["ETag"]
    unchanged = client.get("/", headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    check(unchanged)


def test_the_desk_may_frame_its_preview_and_show_a_picture_before_it_is_sent(
    client: Client, newsroom: Newsroom
) -> None:
    sign_in(client, newsroom.admin)
    for path in ("/desk/articles", "/admin/comments", f"/desk/articles/{newsroom.draft.id}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer, {**POLICY, "frame-src": "'self'", "img-src": "'self' blob:"})
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_pages_name_the_rules_for_loading_ahead(client: Client, newsroom: Newsroom) -> None:
    rules = client.get("/").headers["Speculation-Rules"].strip('"')
    answer = client.get(rules)
    assert answer.status_code == 200
    assert answer.mimetype == "application/speculationrules+json"
    assert answer.json["prefetch"]


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("site.css", "text/css"),
        ("desk.css", "text/css"),
        ("js/news-ticker.js", "text/javascript"),
        ("fonts/newsreader-text.woff2", "font/woff2"),
        ("favicon.svg", "image/svg+xml"),
    ],
)
def test_a_static_file_is_kept_for_a_year_under_its_hash_alone(
    app: Flask, client: Client, name: str, mimetype: str
) -> None:
    address = static_url(name)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == mimetype
    assert answer.data
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert client.head(address).headers == answer.headers

    version = app.extensions["static_version"]
    other = client.get(address.replace(version, "000000000000"))
    assert "immutable" not in other.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["../wsgi.py", "%2e%2e/wsgi.py", "/etc/passwd", "css/base.css", "nothing.js", "js", "js/"]
)
def test_nothing_but_the_static_files_is_served(client: Client, name: str) -> None:
    assert client.get(static_url(name)).status_code in (301, 404)


def _reply(newsroom: Newsroom) -> dict[str, str]:
    return {"article": str(newsroom.article.id), "comment": "Words.", "author": "Dara", "email": "d@example.org"}
