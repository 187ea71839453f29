"""The page of an author."""

from flask import abort, redirect, render_template
from werkzeug.wrappers import Response

from blog.accounts import queries as accounts
from blog.articles import paging
from blog.comments import queries as comments
from blog.page_cache.making import keep
from blog.page_cache.versions import REPLIES
from blog.web.fragments import list_page
from blog.web.public import door
from blog.web.public.linked_data import profile_graph
from blog.web.template_helpers import author_url


@door.get("/author/<slug>/")
@keep(REPLIES, number="page")
def author(slug: str) -> str | Response:
    """An author and their articles; 301 from a former address, 404 where there is none."""
    person = accounts.profile(slug)
    if person is None:
        abort(404)
    if person.slug != slug:
        return redirect(author_url(person), 301)
    page = list_page(paging.author_page, person.id)
    return render_template(
        "public/author.html",
        author=person,
        page=page,
        comment_counts=comments.approved_counts(page.items),
        graph=profile_graph(person),
    )
