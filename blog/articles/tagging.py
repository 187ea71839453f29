"""Hashtags in the text become tags of the article."""

from sqlalchemy import select

from blog.articles.models import TAG_LENGTH, Article, ArticleTag, Tag
from blog.tools.database import db
from blog.tools.markdown import hashtags_in
from blog.tools.slugs import unicode_slug


def tag_slug(word: str) -> str:
    """The part of a tag's address that stands for `word`: the same for #Iraq and #iraq."""
    return unicode_slug(word, TAG_LENGTH)


def tag_address(word: str) -> str:
    """Address of the page of the hashtag `word`."""
    return f"/tag/{tag_slug(word)}/"


def tags_in(body: str) -> dict[str, str]:
    """The tags that `body` names, in order of first use: their slugs, with the word as it was first spelled."""
    found: dict[str, str] = {}
    for word in hashtags_in(body):
        found.setdefault(tag_slug(word), word)
    found.pop("", None)
    return found


def tie_hashtags(article: Article, spelled: dict[str, str]) -> None:
    """Give `article` the tags that `tags_in` found in its body, in their order, making those that are new."""
    known = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(spelled)))}
    tied = {link.tag.slug: link for link in article.article_tags}
    for slug, word in spelled.items():
        if slug not in known:
            known[slug] = Tag(name=word, slug=slug)
            db.session.add(known[slug])
    db.session.flush()
    links = []
    for position, slug in enumerate(spelled):
        link = tied.get(slug) or ArticleTag(tag_id=known[slug].id, tag=known[slug])
        link.position = position
        links.append(link)
    article.article_tags = links
    db.session.flush()
