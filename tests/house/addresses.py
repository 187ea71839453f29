"""Where things are: for every route an address with something at it."""

from typing import Any

from flask import url_for
from werkzeug.routing import Rule

from blog.accounts.models import User
from blog.media.models import Picture
from blog.tools.database import db
from blog.web.static_files import static_url
from tests.factories import make_article, make_passkey, make_session
from tests.newsroom import Newsroom

# What an address must say besides, or there would be nothing there.
QUERIES = {"admin.removal": {"status": "trash", "all": 1}, "public.saved_details": {"article": 1}}


def belongings_of(owner: User) -> dict[str, int]:
    """What `owner` has that an address can name."""
    return {
        "user_id": owner.id,
        "article_id": make_article("A draft", author=owner, published=False).id,
        "published_id": make_article("Out", author=owner).id,
        "session_id": make_session(owner).id,
        "passkey_id": make_passkey(owner).id,
    }


def address_of(rule: Rule, newsroom: Newsroom, belongings: dict[str, int]) -> str:
    """The address of a route, about something that is there: of `belongings`, where it is somebody's."""
    month = newsroom.article.published_month or 0
    picture = db.session.query(Picture).order_by(Picture.id).first()
    assert picture
    values: dict[str, Any] = {
        "year": month // 100,
        "month": month % 100,
        "slug": {"public.tag": "iraq", "public.author": newsroom.author.slug}.get(rule.endpoint, newsroom.article.slug),
        "comment_id": newsroom.comment.id,
        "wave_id": newsroom.wave.id,
        # There is none: the removal of one is tried where rules are.
        "rule_id": 1,
        "name": picture.name,
        "width": picture.width,
        "token": "forged",
        **belongings,
    }
    if rule.endpoint == "desk.withdrawal":
        values["article_id"] = belongings["published_id"]
    if rule.endpoint == "static":
        return static_url("favicon.svg")
    query = QUERIES.get(rule.endpoint, {})
    return url_for(rule.endpoint, **{name: values[name] for name in rule.arguments}, **query)
