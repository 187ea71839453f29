"""Nobody is led to another site by a link of ours, however it is written."""

from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blog.accounts.models import User
from blog.web.next_page import is_of_this_site
from tests.browsers import host_of
from tests.factories import PASSWORD
from tests.guessers import Guesser
from tests.pages import Client, Page

SITE = "http://news.example.org"
HOSTILE = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "https:evil.example",
    "https:/evil.example",
    "http:evil.example",
    "http:///evil.example",
    "https:\\\\evil.example",
    "ftp://evil.example",
    "ws://evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\n//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x01//evil.example",
    "\x1f//evil.example",
    "/\x0b/evil.example",
    "\u00a0//evil.example",
    "\u2028//evil.example",
    "\ufeff//evil.example",
    "\u200b//evil.example",
    "\u202e//elpmaxe.live",
    "/\t\\evil.example",
    "ht\ttps://evil.example",
    "https\n://evil.example",
    "\uff0f\uff0fevil.example",
    "/\uff0fevil.example",
    "\u2044\u2044evil.example",
    "\u2215\u2215evil.example",
    "//evil\uff0eexample",
    "//ev\uff0fil.example",
    "//[::1",
    "https://[evil",
    "//evil.example\\@news.example.org",
    "https://news.example.org@evil.example",
    "https://news.example.org:x@evil.example/desk/",
    "https://news.example.org.evil.example",
    "https://news.example.orgevil.example",
    "https://news.example.org\\.evil.example",
    "https://evil.example#@news.example.org",
    "https://evil.example?next=news.example.org",
    "@evil.example",
    "//news.example.org@evil.example",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "%5c%5cevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nLocation: https://evil.example",
    "/desk/\r\nSet-Cookie: session=evil",
    "%252f%252fevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/%2e%2e//evil.example",
    "/;//evil.example",
    "./\\evil.example",
    "..//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://news.example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://evil.example/1",
    "view-source:https://evil.example",
    "mailto:evil@evil.example",
    "public.front",
    "security.logout",
    "?next=//evil.example",
    "#//evil.example",
    "",
    "/" * 4000 + "evil.example",
)

settings = pytest.mark.settings(SITE_URL=SITE)


def stays_home(answer: TestResponse) -> None:
    """Neither the redirect nor anything on the page leads away."""
    assert answer.status_code < 500
    assert "evil" not in answer.headers.get("Set-Cookie", "")
    if answer.location is not None:
        assert host_of(answer.location) == SITE, answer.location
    elif answer.mimetype == "text/html":
        for element in Page(answer).all():
            for name in ("href", "action", "formaction", "src"):
                if name in element.attributes:
                    assert host_of(element.attributes[name]) == SITE, element


# No address is kept anywhere: one database tells as much as the other.
@settings
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_no_form_of_next_leads_away(app: Flask, author: User, hostile: str) -> None:
    """Every page that takes it, by address and by form, before signing in, with it, and after."""
    person, query = Guesser(app), "?next=" + quote(hostile, safe="")
    client, email = person.client, author.email
    # Pages that are looked at elsewhere: here it is where they lead that counts.
    client.looks = False
    for path in ("/login", "/verify", "/reset", "/desk/password", "/login/code", "/login/recovery", "/login/passkey"):
        stays_home(client.get(path + query))
    stays_home(_post(client, "/login" + query, "/login", email=email, password="not the right one", next=hostile))
    stays_home(answer := _post(client, "/login" + query, "/login", email=email, password=PASSWORD, next=hostile))
    assert "\0" in hostile or answer.status_code in (302, 303), "who followed the link can sign in all the same"
    for path in ("/login", "/verify", "/reset", "/desk/password", "/login/code", "/login/recovery", "/login/passkey"):
        stays_home(client.get(path + query))
    stays_home(_post(client, "/verify" + query, "/verify", password=PASSWORD, next=hostile))
    stays_home(_post(client, "/desk/password" + query, "/desk/password", password=PASSWORD, next=hostile))
    stays_home(_post(client, "/logout" + query, "/desk/profile", next=hostile))


@settings
def test_next_leads_to_where_somebody_wanted_to_go(app: Flask, author: User) -> None:
    for path in ("/desk/profile", "/desk/articles?status=draft&page=2", "/desk/articles/7#text", "/tag/خبر/"):
        client = Guesser(app).client
        asked = "/login?next=" + quote(path, safe="")
        answer = _post(client, asked, asked, email=author.email, password=PASSWORD)
        assert answer.location == quote(path, safe="/?&=#"), path


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/archive",
        "///evil.example/archive",
        "//evil.example/%2e%2e/archive",
        "/%2f/evil.example/archive",
        "/%5cevil.example/archive",
        "/\\evil.example/archive",
        "/archive//evil.example/..",
        "/archive?//evil.example",
        "//evil.example/login",
        "//evil.example/desk/",
        "/archive%0d%0aLocation:%20https://evil.example",
    ],
)
@settings
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_path_leads_away(client: Client, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path.partition("?")[0], "REQUEST_URI": path})
    stays_home(answer)


@pytest.mark.parametrize("hostile", HOSTILE[:3] + HOSTILE[12:36], ids=ascii)
def test_the_rule_itself_knows_no_exception(hostile: str) -> None:
    assert not is_of_this_site(hostile)


HOSTS = [
    ("/desk/", SITE),
    ("desk/", SITE),
    ("http:evil.example", SITE),
    ("/.//evil.example", SITE),
    ("//evil.example", "http://evil.example"),
    ("/\\evil.example", "http://evil.example"),
    ("/\t/evil.example", "http://evil.example"),
    ("\x01//a:b@evil.example/x", "http://evil.example"),
    ("https:evil.example", "https://evil.example"),
    ("java\nscript:alert(1)", "javascript:"),
]


@pytest.mark.parametrize(("location", "host"), HOSTS)
def test_the_browser_of_these_tests_reads_addresses_as_browsers_do(location: str, host: str) -> None:
    assert host_of(location) == host


def _post(client: Client, address: str, form_at: str, **fields: str) -> TestResponse:
    """What `address` answers to the fields, with the token of the form on another page."""
    token = Page(client.get(form_at)).all("input", name="csrf_token")
    fields |= {"csrf_token": token[0].attributes["value"]} if token else {}
    return client.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
