"""A page comes in the form that a browser reads, with a tag of its own, and is logged as it was sent."""

import gzip

import brotli
import pytest
from flask import Flask

from blog.articles.models import Article
from blog.web.template_helpers import article_url
from tests.factories import make_article, make_picture
from tests.pages import Client
from tests.rendering import make_anew

pytestmark = pytest.mark.usefixtures("minutes_to_spare")

# What names a file, by the tag.
NAMES = {"link": "href", "script": "src", "img": "src"}


def test_a_page_that_is_asked_for_by_head_is_logged_so(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.head("/tag/nothing/")
    assert '"HEAD /tag/nothing/ ' in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("*", "br"),
        ("nonsense \x00;;q=,", ""),
    ],
)
def test_it_comes_in_the_form_that_a_browser_reads(
    app: Flask, client: Client, article: Article, accepted: str, coding: str
) -> None:
    client.looks = False
    plain = make_anew(app, article_url(article)).body
    answer = client.get(article_url(article), headers={"Accept-Encoding": accepted})
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding](answer.data)
    assert opened == plain
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Length"] == str(len(answer.data))


@pytest.mark.parametrize("path", ["/", "/ticker.json", "/robots.txt"])
def test_what_is_kept_does_not_claim_to_be_sent_when_it_was_made(client: Client, made: list[str], path: str) -> None:
    for _ in range(2):
        assert "Date" not in client.get(path).headers
    assert len(made) == 1


def test_each_form_has_a_tag_of_its_own(client: Client, article: Article) -> None:
    client.looks = False
    path = article_url(article)
    tags = {
        coding: client.get(path, headers={"Accept-Encoding": coding}).headers["ETag"] for coding in ("br", "gzip", "x")
    }
    assert len(set(tags.values())) == 3
    for coding, tag in tags.items():
        for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            again = client.get(path, headers={"Accept-Encoding": coding, "If-None-Match": given})
            assert (again.status_code, again.data) == (304, b""), given
            assert "Content-Length" not in again.headers
            assert "Content-Security-Policy" in again.headers
    other = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": tags["br"]})
    assert other.status_code == 200


@pytest.mark.parametrize("query", ["", pytest.param("x=1&" * 400, id="a long query")])
@pytest.mark.parametrize("condition", ["*", '"other"'])
def test_who_would_change_a_page_gets_it_like_everybody(
    client: Client, article: Article, condition: str, query: str
) -> None:
    path = f"{article_url(article)}?{query}"
    answers = [client.get(path, headers={"If-Match": condition}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("host", ["a..b", "..", "x" * 64 + ".example", "[", "a b"])
def test_a_host_that_cannot_be_is_answered_like_any(client: Client, article: Article, host: str) -> None:
    client.looks = False
    for path, status in ((article_url(article), 200), ("/?page=1", 200), ("/nothing", 404)):
        assert client.get(path, headers={"Host": host}).status_code == status


def test_styles_and_scripts_are_kept_and_pictures_are_not_compressed(client: Client, made: list[str]) -> None:
    article = make_article(lead_picture_id=make_picture().id)
    page = client.page(article_url(article))
    named = [(tag, one.get(name)) for tag, name in NAMES.items() for one in page.all(tag)]
    files = {(tag, address) for tag, address in named if address and address.startswith(("/static/", "/media/"))}
    assert {tag for tag, _ in files} == NAMES.keys()
    for _, address in files:
        made.clear()
        answers = [client.get(address, headers={"Accept-Encoding": "br"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200], address
        coding = None if address.endswith((".woff2", ".webp")) else "br"
        assert [answer.headers.get("Content-Encoding") for answer in answers] == [coding] * 2, address
        assert len(made) == 1 or address.startswith("/media/"), address


def test_the_log_says_what_was_sent(client: Client, article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    client.looks = False
    path = article_url(article)
    tag = client.get(path, headers={"Accept-Encoding": "br"}).headers["ETag"]
    answer = client.get(path, headers={"Accept-Encoding": "br"})
    client.get(path, headers={"Accept-Encoding": "br", "If-None-Match": tag})
    lines = [line.rpartition('"')[2] for line in capsys.readouterr().out.splitlines() if path in line]
    assert lines == [f" 200 {len(answer.data)}", f" 200 {len(answer.data)}", " 304 0"]
