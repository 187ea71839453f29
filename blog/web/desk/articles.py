"""The list of articles, by state."""

from flask import abort, render_template, request

from blog.articles import editing
from blog.comments import queries as comments
from blog.web.desk import current_author, door
from blog.web.paging import asked_page


@door.get("/articles")
def articles() -> str:
    """The own articles in one state; an admin's are those of all authors."""
    state = request.args.get("state", editing.STATES[0])
    if state not in editing.STATES:
        abort(404)
    user = current_author()
    page = editing.desk_page(user, state, asked_page())
    return render_template(
        "desk/articles.html",
        page=page,
        state=state,
        counts=editing.state_counts(user),
        comment_counts=comments.approved_counts(page.items),
    )
