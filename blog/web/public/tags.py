"""The page of a tag."""

from flask import abort, redirect, render_template
from werkzeug.wrappers import Response

from blog.articles import paging
from blog.articles import queries as articles
from blog.articles.tagging import tag_slug
from blog.comments import queries as comments
from blog.page_cache.making import keep
from blog.page_cache.versions import REPLIES
from blog.web.fragments import list_page
from blog.web.public import door
from blog.web.template_helpers import tag_url


@door.get("/tag/<slug>/")
@keep(REPLIES, number="page")
def tag(slug: str) -> str | Response:
    """The articles with a tag; 301 from another spelling, 404 where no article has it."""
    found = articles.tag_by_slug(slug)
    if found is None:
        proper = tag_slug(slug)
        if proper and proper != slug and articles.tag_by_slug(proper):
            return redirect(tag_url(proper), 301)
        abort(404)
    page = list_page(paging.tag_page, found.id)
    return render_template("public/tag.html", tag=found, page=page, comment_counts=comments.approved_counts(page.items))
