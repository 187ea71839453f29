"""What search engines read beside a page: JSON-LD in the vocabulary of schema.org."""

from typing import Any

from flask import current_app, url_for

from blog.accounts.models import User
from blog.accounts.queries import Profile
from blog.articles.models import Article
from blog.media.addresses import file_address
from blog.tools.scripts import text_language
from blog.web.template_helpers import absolute, article_url, author_url, tag_url
from blog.web.times import iso

# Longer headlines are cut in search results.
HEADLINE_SHOWN = 110

Node = dict[str, Any]


def article_graph(article: Article, comments: str) -> Node:
    """The article and the number of its comments, its author, its place on the site and its publisher, as one graph."""
    address = absolute(article_url(article))
    news: Node = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "headline": article.headline[:HEADLINE_SHOWN],
        "description": article.standfirst,
        "datePublished": iso(article.published_at) if article.published_at else None,
        "dateModified": iso(article.updated_at),
        "inLanguage": text_language(article.headline) or "en",
        "wordCount": article.word_count,
        "commentCount": comments,
        "keywords": [tag.name for tag in article.tags],
        "author": [{"@id": _person_id(article.author)}],
        "publisher": {"@id": _publisher_id()},
        "mainEntityOfPage": address,
        "isAccessibleForFree": True,
    }
    if article.lead_picture:
        news["image"] = [absolute(file_address(article.lead_picture, article.lead_picture.width))]
    return _graph(news, _person(article.author), _breadcrumbs(article), _publisher())


def profile_graph(author: Profile) -> Node:
    """The page of `author` and who that is, as one graph."""
    page = {"@type": "ProfilePage", "mainEntity": {"@id": _person_id(author)}, "url": absolute(author_url(author))}
    return _graph(page, _person(author), _publisher())


def _graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": nodes}


def _person(author: User | Profile) -> Node:
    person = {
        "@type": "Person",
        "@id": _person_id(author),
        "name": author.name,
        "url": absolute(author_url(author)),
        "worksFor": {"@id": _publisher_id()},
    }
    if author.photo:
        person["image"] = absolute(file_address(author.photo, author.photo.width))
    return person


def _breadcrumbs(article: Article) -> Node:
    places = [("Home", absolute(url_for("public.front")))]
    places += [(tag.name, absolute(tag_url(tag.slug))) for tag in article.tags[:1]]
    places.append((article.headline, absolute(article_url(article))))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(places, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _publisher() -> Node:
    return {
        "@type": "NewsMediaOrganization",
        "@id": _publisher_id(),
        "name": current_app.config["SITE_NAME"],
        "url": absolute(url_for("public.front")),
        "logo": {"@type": "ImageObject", "url": absolute(url_for("favicon"))},
    }


def _person_id(author: User | Profile) -> str:
    return f"{absolute(author_url(author))}#person"


def _publisher_id() -> str:
    return f"{absolute('/')}#org"
