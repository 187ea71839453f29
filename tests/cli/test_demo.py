"""The demonstration newsroom fills an empty site, and only an empty one."""

import re

from flask import Flask
from sqlalchemy import func, select

from blog.accounts.models import User
from blog.articles import editing
from blog.articles.models import Article, Tag
from blog.comments.models import Comment
from blog.tools.clock import now
from blog.tools.database import db
from tests.pages import Client, sign_in


def test_it_is_a_newsroom_with_a_past_whose_accounts_sign_in_with_the_passwords_shown(
    app: Flask, client: Client
) -> None:
    # Both in one, as loading it takes seconds.
    result = app.test_cli_runner().invoke(args=["content", "demo"], catch_exceptions=False)
    assert result.exit_code == 0
    assert_newsroom_with_a_past(client)
    assert_accounts_sign_in(result.output, client)


def assert_newsroom_with_a_past(client: Client) -> None:
    states = {
        state: db.session.scalar(select(func.count(Article.id)).where(editing.in_state(state)))
        for state in editing.STATES
    }
    assert states == {"draft": 2, "scheduled": 1, "published": 40, "withdrawn": 1}
    assert db.session.scalar(select(func.count(Tag.id))) == 12
    comments = dict(db.session.execute(select(Comment.status, func.count()).group_by(Comment.status)).all())
    assert sum(comments.values()) >= 200
    assert comments["pending"] > 0 < comments["spam"]
    assert db.session.scalar(select(func.max(Comment.created_at))) <= now()
    page = client.page("/")
    assert len(page.one("news-ticker").all("a")) == 8
    for path in {link.get("href") for link in page.all("a") if re.match(r"/\d{4}/", link.get("href", ""))}:
        client.page(path.partition("#")[0])


def assert_accounts_sign_in(output: str, client: Client) -> None:
    accounts = re.findall(r"^  (author|admin) +(\S+@\S+) +(\S+)$", output, re.MULTILINE)
    assert len(accounts) == 5
    assert len({password for _, _, password in accounts}) == 5
    _, address, password = accounts[-1]
    sign_in(client, db.session.scalar(select(User).where(User.email == address)), password)


def test_it_is_never_mixed_with_real_work(app: Flask, author: User) -> None:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["content", "demo"])
    assert result.exit_code == 1
    assert "The database has accounts or articles already; nothing was loaded." in result.output
    assert db.session.scalar(select(func.count(Article.id))) == 0
