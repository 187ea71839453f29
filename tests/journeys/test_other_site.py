"""A page of another site cannot act for its visitor: neither for a reader, nor for an admin who is signed in."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from blog.accounts.models import ADMIN, StaffSession, User
from blog.comments.models import PENDING, Comment
from blog.tools.database import db
from tests.factories import PASSWORD, make_article, make_comment, make_user
from tests.journeys.conftest import Site, Visitor
from tests.tables import dump

# Sends what it is told to as a form does, and as a script does.
FORM = """([address, fields]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    for (const [name, value] of Object.entries(fields)) {
        const field = document.createElement("input");
        field.name = name;
        field.value = value;
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}"""
FETCH = """async ([address, fields]) => {
    await fetch(address, {
        method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams(fields),
    });
}"""


@pytest.fixture
def other_site() -> Iterator[str]:
    """The address of a page on this machine, but on another port: all that browsers call same-site, and not ours."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Elsewhere</title><body><h1>Elsewhere</h1>")

        def log_message(self, *_more: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def targets(author: User, comment: Comment, token: str) -> list[tuple[str, dict[str, str]]]:
    """What somebody else would like to have done, with all that the forms hold; the token as if it were known."""
    reply = {"comment": "From elsewhere", "author": "Eve", "email": "eve@example.org"}
    return [
        ("/comments", {"article": str(comment.article_id), **reply}),
        ("/login", {"email": author.email, "password": PASSWORD, "csrf_token": token}),
        ("/desk/articles/new", {"headline": "From elsewhere", "body": "Text.", "csrf_token": token}),
        ("/admin/comments/batch", {"approved": str(comment.id), "csrf_token": token}),
        ("/admin/people/new", {"name": "Eve", "email": "eve@example.org", "role": ADMIN, "csrf_token": token}),
        ("/logout", {"csrf_token": token}),
    ]


def attack(page: Page, other_site: str, site: Site, aims: list[tuple[str, dict[str, str]]]) -> None:
    for path, fields in aims:
        page.goto(other_site)
        page.evaluate(FETCH, [site.url + path, fields])
        with page.expect_navigation(url=site.url + path):
            page.evaluate(FORM, [site.url + path, fields])
        assert page.locator("h1").inner_text() == "This was not sent from this site", path


@pytest.mark.parametrize("signed_in", [False, True], ids=["a reader", "an admin"])
def test_a_page_of_another_site_changes_nothing(visitor: Visitor, site: Site, other_site: str, signed_in: bool) -> None:
    admin, author = make_user("Leila Navid", role=ADMIN), make_user()
    comment = make_comment(make_article(author=author), "Held.", status=PENDING)
    token = ""
    if signed_in:
        visitor.sign_in(admin)
        token = visitor.page.locator("input[name=csrf_token]").first.input_value()
    before = dump("staff_sessions.seen_at")
    # A tab of its own, whose requests to elsewhere are no fault of the site.
    tab = visitor.page.context.new_page()
    attack(tab, other_site, site, targets(author, comment, token))
    assert dump("staff_sessions.seen_at") == before
    tab.goto(site.url + "/admin/comments")
    assert (tab.locator("h1").inner_text() == "Comments") == signed_in
    assert db.session.query(StaffSession).count() == signed_in
