"""What is new, for the script of a page that stays open."""

from flask import Response, jsonify

from blog.articles import choosing
from blog.articles.choosing import TickerItem
from blog.page_cache.making import keep
from blog.web.fragments import latest
from blog.web.public import door
from blog.web.template_helpers import article_url
from blog.web.times import brief_when, iso


@door.get("/ticker.json")
@keep()
def ticker() -> Response:
    """The items of the News Ticker and the ids of the newest articles, both newest first."""
    return jsonify(
        items=[_item(item) for item in choosing.ticker()],
        latest=[article.id for article in latest()],
    )


def _item(item: TickerItem) -> dict[str, str | int]:
    return {
        "id": item.id,
        "url": article_url(item),
        "text": item.ticker_line or item.headline,
        "time": iso(item.published_at),
        "shown": brief_when(item.published_at),
    }
