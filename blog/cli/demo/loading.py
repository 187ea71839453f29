"""Load the demonstration newsroom: people, pictures, articles over a year, comments, relative to this moment."""

import re
import secrets
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask_security import hash_password
from sqlalchemy import select

from blog.accounts import inviting
from blog.accounts.models import User
from blog.accounts.queries import nobody_yet
from blog.articles import publishing
from blog.articles.models import Article
from blog.cli.demo import discussion, history
from blog.media import storing
from blog.media.models import Picture
from blog.tools.clock import from_local, local, now
from blog.tools.database import db
from blog.tools.sanitizing import safe_comment_html

HERE = Path(__file__).resolve().parent

Table = dict[str, Any]

# Who looks after the comments.
ADMIN = "anselm-brook"


@dataclass(frozen=True)
class DemoAccount:
    """One account, with the password that nothing else keeps."""

    role: str
    address: str
    password: str


def may_load() -> bool:
    """Whether the site is empty, so that nobody's work is mixed with fiction."""
    return nobody_yet() and db.session.scalar(select(Article.id).limit(1)) is None


def load() -> list[DemoAccount]:
    """The accounts of the newsroom that is now in the session, not yet committed."""
    newsroom = _read(HERE / "newsroom.toml")
    # The slow parts: pictures are made one after another, and passwords are hashed meanwhile.
    with ThreadPoolExecutor(max_workers=1) as pool:
        encoded = pool.map(_encode, newsroom["pictures"])
        people, accounts = _people(newsroom["people"])
        pictures = {
            table["file"]: _picture(table, one) for table, one in zip(newsroom["pictures"], encoded, strict=True)
        }
    articles: dict[str, Article] = {}
    for file in sorted((HERE / "articles").glob("*.md")):
        article = _article(file, people, pictures)
        articles[article.slug or ""] = article
    _replies(articles, people)
    db.session.flush()
    return accounts


def _people(tables: list[Table]) -> tuple[dict[str, User], list[DemoAccount]]:
    people, accounts = {}, []
    for table in tables:
        password = secrets.token_urlsafe(12)
        user = inviting.invite(table["name"], table["email"], table["role"])
        user.password = hash_password(password)
        user.slug = table["slug"]
        user.biography = table["biography"]
        user.biography_html = safe_comment_html(user.biography)
        people[user.slug] = user
        accounts.append(DemoAccount(user.role, user.email, password))
    return people, accounts


def _encode(table: Table) -> storing.Encoded:
    return storing.encode((HERE / "pictures" / table["file"]).read_bytes())


def _picture(table: Table, encoded: storing.Encoded) -> Picture:
    return storing.store(encoded, alt=table["alt"], caption=table["caption"], credit=table["credit"])


def _article(file: Path, people: dict[str, User], pictures: dict[str, Picture]) -> Article:
    _, front, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    table = tomllib.loads(front)
    picture = pictures.get(table.get("picture", ""))
    moment = _moment(table["days_ago"], table["time"])
    article = publishing.start(people[table["author"]])
    publishing.write(
        article,
        publishing.Writing(
            headline=table["headline"],
            standfirst=table["standfirst"],
            body=re.sub(r"media:([\w-]+\.webp)", lambda found: f"media:{pictures[found[1]].id}", body.strip()),
            slug=table["slug"],
            lead_picture_id=picture.id if picture else None,
            ticker=table.get("ticker", False),
            # The newsroom may be looked at for days before it has news of its own.
            ticker_until=now() + timedelta(days=30) if table.get("ticker") else None,
            ticker_line=table.get("ticker_line", ""),
            comments_open=table.get("comments_open", True),
        ),
    )
    state = table.get("state", "published")
    if state != "draft":
        publishing.publish(article, moment)
    if state == "withdrawn":
        publishing.withdraw(article, table["withdrawal_note"])
    article.updated_at = _moment(table["days_ago"], table["updated"]) if "updated" in table else min(moment, now())
    return article


def _replies(articles: dict[str, Article], people: dict[str, User]) -> None:
    admin = people[ADMIN]
    past = _read(HERE / "history.toml")
    open_ones = [article for article in articles.values() if article.comments_open and article.state == "published"]
    history.tell(past, open_ones, admin)
    posted = discussion.load(_read(HERE / "comments.toml")["comments"], articles, people, admin)
    history.report(past["reports"], posted)
    history.flood(past["wave"], articles[past["wave"]["article"]], admin)
    history.tally(past)


def _moment(days_ago: int, clock: str) -> datetime:
    day = local(now()).date() - timedelta(days=days_ago)
    return from_local(datetime.combine(day, time.fromisoformat(clock)))


def _read(file: Path) -> Table:
    return tomllib.loads(file.read_text(encoding="utf-8"))
