"""What authors say of themselves is kept as typed or refused, and stays in its place."""

import re

import pytest
from flask import Flask

from blog.accounts.models import BIOGRAPHY_LENGTH, NAME_LENGTH, User
from blog.tools.cleaning import clean, is_visible
from blog.tools.sanitizing import safe_comment_html
from blog.web.desk.forms import one_line
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article
from tests.house.hostile_text.looking import SAME_ORIGIN, SHARP, UNSHOWABLE, look_inside, shape
from tests.pages import Client, Page, sign_in


def test_a_profile_is_kept_as_typed_or_refused(desk: Client, author: User, token: str, strings: list[str]) -> None:
    desk.looks = False
    for typed in strings[::2]:
        name, biography = typed[:NAME_LENGTH], typed[:BIOGRAPHY_LENGTH]
        form = {"name": name, "slug": "samira-rostami", "biography": biography, "csrf_token": token}
        answer = desk.post("/desk/profile", data=form, headers=SAME_ORIGIN)
        if answer.status_code == 303:
            assert (author.name, author.biography) == (clean(name), clean(biography))
        else:
            assert answer.status_code == 422
            assert 'class="err"' in answer.text
            assert UNSHOWABLE.search(clean(typed)) or re.search(r"[\n\t]", clean(name)) or not is_visible(name)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_author_leaves_their_place(app: Flask, author: User, admin: User) -> None:
    article, plain = make_article(author=author), {}
    boss = app.test_client()
    sign_in(boss, admin)
    for typed in ["Samira Rostami", *SHARP]:
        author.name, author.biography = one_line(typed)[:NAME_LENGTH], clean(typed)
        author.biography_html = safe_comment_html(author.biography)
        for path in (author_url(author), article_url(article), f"/admin/people/{author.id}"):
            page = boss.page(path)
            for bio in (*page.all(class_="bio"), *page.all("dd")[-1:]):
                look_inside(bio)
                bio.children.clear()
            assert shape(page.one("main")) == shape(plain.setdefault(path, page).one("main")), typed
        role = {"role": "author", "csrf_token": page.all("input", name="csrf_token")[0].get("value")}
        page = Page(boss.post(f"{path}/role", data=role, headers=SAME_ORIGIN, follow_redirects=True))
        assert page.one("p", class_="notice").one("bdi").raw_text == author.name
