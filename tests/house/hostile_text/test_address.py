"""Whatever is asked for in whatever part of an address: no error of ours."""

from urllib.parse import quote

from flask import Flask

from blog.web.template_helpers import article_url
from tests.hostile import BYTES
from tests.newsroom import Newsroom
from tests.pages import Client, sign_in

# Every parameter that a page reads, and every part of an address, by who may ask; `{}` is where the text stands.
READERS = (
    "/?page={}", "/tag/iraq/?page={}", "/author/samira-rostami/?page={}", "ARTICLE?cpage={}",
    "ARTICLE?replyto={}&pending={}&key={}&notice={}", "ARTICLE?pending=PENDING&key={}", "/comments/new?article={}",
    "/comments/new?article=1&parent={}", "/comments/PENDING/revision?key={}", "/login?next={}", "/reset/{}",
    "/tag/{}/", "/author/{}/", "/2026/11/{}/", "/media/{}-480.webp", "/static/x/{}",
)  # fmt: skip
STAFF = (
    "/desk/articles?state={}", "/desk/articles?page={}", "/admin/comments?q={}", "/admin/comments?status={}",
    "/admin/comments?article={}&page=1", "/admin/comments?page={}", "/admin/comments?done={}",
    "/admin/comments/removal?status=trash&id={}", "/admin/comments/removal?status=trash&all=1&until={}",
    "/admin/comments/PENDING?q={}", "/admin/comments/PENDING/reply?status={}",
)  # fmt: skip


def test_no_address_makes_a_fault(app: Flask, client: Client, newsroom: Newsroom, strings: list[str]) -> None:
    sign_in(boss := app.test_client(), newsroom.admin)
    boss.looks = client.looks = False
    article, pending = article_url(newsroom.article), str(newsroom.pending.id)
    strings = [*strings, *BYTES]
    for number, address in enumerate(READERS + STAFF):
        visitor = client if address in READERS else boss
        address = address.replace("ARTICLE", article).replace("PENDING", pending)
        # Each string at one or two addresses.
        for one in strings[number % 16 :: 16]:
            path, _, query = address.replace("{}", quote(one, safe="")).partition("?")
            answer = visitor.get(path, query_string=query)
            assert answer.status_code < 500, (address, one)
            assert "canary" not in answer.headers.get("Location", "").partition("?")[0]
