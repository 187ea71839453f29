"""What is new, for the script of a page that stays open."""

from datetime import datetime

from flask import Response, jsonify

from blog.articles import queries as articles
from blog.articles.models import Article
from blog.page_cache.making import keep
from blog.web.public import door
from blog.web.template_helpers import article_url, brief_when, iso


@door.get("/ticker.json")
@keep()
def ticker() -> Response:
    """The items of the News Ticker and the ids of the newest articles, both newest first."""
    return jsonify(
        items=[_item(article, article.published_at) for article in articles.ticker() if article.published_at],
        latest=[article.id for article in articles.latest()],
    )


def _item(article: Article, published: datetime) -> dict[str, str | int]:
    return {
        "id": article.id,
        "url": article_url(article),
        "text": article.ticker_line or article.headline,
        "time": iso(published),
        "shown": brief_when(published),
    }
