"""The site's own address is the setting, whatever a request says."""

import pytest
from flask import Flask, request, url_for

from tests.newsroom import Newsroom
from tests.pages import Client

FORGED = {
    "HTTP_HOST": "evil.example",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "evil",
    "HTTP_X_FORWARDED_FOR": "evil.example",
    "HTTP_X_FORWARDED_PREFIX": "/evil",
    "HTTP_X_FORWARDED_PORT": "6660",
    "HTTP_FORWARDED": "for=evil.example;host=evil.example;proto=evil",
    "SERVER_NAME": "evil.example",
    "SERVER_PORT": "6660",
    "wsgi.url_scheme": "https",
}


@pytest.mark.parametrize(
    "proxies", [pytest.param(number, marks=pytest.mark.settings(TRUSTED_PROXIES=number)) for number in (0, 1)]
)
def test_every_page_is_the_same_whatever_host_is_named(client: Client, newsroom: Newsroom, proxies: int) -> None:
    for path in (
        *newsroom.reader_paths,
        "/archive",
        "/desk/articles",
        "/login",
        "/nowhere",
        "/robots.txt",
        "/ticker.json",
    ):
        true = client.get(path)
        forged = client.get(path, environ_overrides=FORGED)
        assert forged.status_code == true.status_code, path
        assert forged.location == true.location, path
        assert "evil" not in forged.text, path
        assert "evil" not in str(forged.headers), path
        # A digest may have these digits in it, and has them whoever asks.
        unlike = [value for name, value in forged.headers if value not in true.headers.getlist(name)]
        assert "6660" not in str(unlike), path


@pytest.mark.settings(SITE_URL="https://news.example.org:8443/")
@pytest.mark.fresh_app
def test_what_an_extension_takes_for_our_address_is_ours(app: Flask, client: Client) -> None:
    app.add_url_rule("/where", "where", lambda: [request.host_url, url_for("public.front", _external=True)])
    for overrides in ({}, FORGED):
        answer = client.get("/where", environ_overrides=overrides)
        assert answer.json == ["https://news.example.org:8443/"] * 2
